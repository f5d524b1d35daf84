import { expect } from 'chai';
import type { UserOptions } from '../../../common/options';
import { aCollector, anEvent, takeIn } from './a-collector';

type Source = Parameters<typeof takeIn>[2];
type Options = UserOptions['collector'];

/** The context that is stored, and what was dropped. */
function taken(event: Record<string, unknown>, source: Source = {}, options: Options = {}) {
  const collector = aCollector({ options });
  takeIn(collector, anEvent(event), source);
  return { event: collector.events[0], drops: collector.drops() };
}

const consent = (categoryPreferences: unknown) => ({
  context: { consent: { categoryPreferences } },
});

describe('consent at the collector', () => {
  it('stores an event where nobody was asked, or one category is granted', () => {
    const granted = { analytics: true, ads: false };

    expect(taken({}).event).not.to.equal(undefined);
    expect(taken({ context: { consent: {} } }).event).not.to.equal(undefined);
    expect(taken(consent(granted)).event?.context.consent).to.deep.equal({
      categoryPreferences: granted,
    });
  });

  it('takes a refusal of every category for one, whatever else is granted', () => {
    const { drops } = taken({ context: { consent: { granted: true, categoryPreferences: {} } } });

    expect(drops).to.deep.equal({ consent: 1 });
  });

  for (const refused of [{}, { analytics: false }, { analytics: 'true' }, 'none', []]) {
    it(`does not store one whose every category is refused (${JSON.stringify(refused)})`, () => {
      const { event, drops } = taken(consent(refused));

      expect(event).to.equal(undefined);
      expect(drops).to.deep.equal({ consent: 1 });
    });
  }
});

describe('Sec-GPC: 1', () => {
  it('is honoured: nothing is stored', () => {
    const { event, drops } = taken({}, { gpc: true });

    expect(event).to.equal(undefined);
    expect(drops).to.deep.equal({ gpc: 1 });
  });

  it('is honoured: what a person granted is stored, and marked', () => {
    const byCategory = taken(consent({ analytics: true }), { gpc: true });
    const asWhole = taken({ context: { consent: { granted: true } } }, { gpc: true });

    expect(byCategory.event?.context.gpc).to.equal(true);
    expect(asWhole.event?.context).to.include({ gpc: true });
    expect(asWhole.event?.context.consent).to.deep.equal({ granted: true });
  });

  it('marks what is stored with no-forwarding, and nothing with ignore', () => {
    const { event: marked } = taken({}, { gpc: true }, { gpc: 'no-forwarding' });
    const { event: ignored } = taken({}, { gpc: true }, { gpc: 'ignore' });

    expect(marked?.context.gpc).to.equal(true);
    expect(ignored?.context).not.to.have.property('gpc');
  });

  it('is nobody’s to claim in the event itself', () => {
    expect(taken({ context: { gpc: true } }).event?.context).not.to.have.property('gpc');
  });
});

describe('the address of a sender', () => {
  const addresses: ReadonlyArray<readonly [sent: string, truncated: string | undefined]> = [
    ['203.0.113.77', '203.0.113.0'],
    ['::ffff:203.0.113.77', '203.0.113.0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
    ['2001:0DB8:0001::7', '2001:db8:1::'],
    ['2001:db8::7', '2001:db8::'],
    ['fe80::1%eth0', 'fe80::'],
    ['::1', '::'],
    ['64:ff9b::203.0.113.77', '64:ff9b::'],
    ['not an address', undefined],
    ['203.0.113.77, 1.2.3.4', undefined],
  ];
  for (const [sent, truncated] of addresses) {
    it(`is kept as its network alone (${sent})`, () => {
      expect(taken({}, { address: sent }).event?.context.ip).to.equal(truncated);
    });
  }

  it('is kept whole, or not at all, where the policy says so', () => {
    const source = { address: '203.0.113.77' };

    expect(taken({}, source, { ip: 'keep' }).event?.context.ip).to.equal('203.0.113.77');
    expect(taken({}, source, { ip: 'remove' }).event?.context).not.to.have.property('ip');
  });

  it('is what a server of the app’s says, and of others never what they say', () => {
    const event = { context: { ip: '198.51.100.9' } };

    const trusted = taken(event, { address: '203.0.113.77', isTrusted: true });
    const silent = taken({}, { address: '203.0.113.77', isTrusted: true });
    const other = taken(event, { address: '203.0.113.77' });

    expect(trusted.event?.context.ip).to.equal('198.51.100.0');
    expect(silent.event?.context).not.to.have.property('ip');
    expect(other.event?.context.ip).to.equal('203.0.113.0');
  });
});

describe('redaction at the collector', () => {
  it('masks secrets in the page, the referrer and the properties, not in traits', () => {
    const page = { url: 'https://a/x?token=1#/y', path: '/reset-password/1', search: '?email=a' };
    const { event } = taken({
      properties: { url: '/#1', steps: [{ password: 'p' }], plan: 'pro' },
      context: {
        page,
        referrer: { url: 'https://b/?code=1', type: 'ad' },
        more: { token: 'kept' },
      },
    });
    const identify = taken({ type: 'identify', traits: { email: 'a@b.c' } });

    expect(event?.properties).to.deep.equal({
      url: '/',
      steps: [{ password: '***' }],
      plan: 'pro',
    });
    expect(event?.context.page).to.deep.equal({
      url: 'https://a/x?token=***',
      path: '/reset-password/***',
      search: '?email=***',
    });
    expect(event?.context.referrer).to.deep.equal({ url: 'https://b/?code=***', type: 'ad' });
    expect(identify.event?.traits).to.deep.equal({ email: 'a@b.c' });
  });

  it('leaves out what is denied at any level, and what is not allowed at the first', () => {
    const properties = { plan: 'pro', card: { plan: 'x', iban: 'y' }, other: 1 };

    const denied = taken({ properties }, {}, { denyProperties: ['iban', 'other'] });
    const allowed = taken({ properties }, {}, { allowProperties: ['card'] });
    const traits = taken(
      { type: 'identify', traits: { name: 'n', email: 'e' } },
      {},
      { denyProperties: ['email'], allowProperties: ['email', 'name'] },
    );

    expect(denied.event?.properties).to.deep.equal({ plan: 'pro', card: { plan: 'x' } });
    expect(allowed.event?.properties).to.deep.equal({ card: { plan: 'x', iban: 'y' } });
    expect(traits.event?.traits).to.deep.equal({ name: 'n' });
  });
});

describe('bots', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36';
  const google = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

  it('are marked by what their browser calls itself, or what they say themselves', () => {
    expect(taken({}, { userAgent: google }).event?.context.bot).to.equal(true);
    expect(taken({ context: { userAgent: google } }).event?.context.bot).to.equal(true);
    expect(taken({ context: { bot: true } }).event?.context.bot).to.equal(true);
  });

  it('are not people, nor libraries of servers', () => {
    expect(taken({}, { userAgent: chrome }).event?.context).not.to.have.property('bot');
    expect(taken({}, { userAgent: 'node' }).event?.context).not.to.have.property('bot');
    expect(taken({ context: { bot: 'no' } }).event?.context).not.to.have.property('bot');
    const server = taken({}, { userAgent: google, isTrusted: true });
    expect(server.event?.context).not.to.have.property('bot');
  });

  it('are dropped, or not told apart, where the option says so', () => {
    const dropped = taken({}, { userAgent: google }, { bots: 'drop' });
    const ignored = taken({}, { userAgent: google }, { bots: 'ignore' });

    expect(dropped.drops).to.deep.equal({ bot: 1 });
    expect(ignored.event?.context).not.to.have.property('bot');
  });
});

describe('userVerified', () => {
  const server = {
    sessions: new Map<string, unknown>([
      ['s1', { userId: 'u1' }],
      ['s2', { userId: null }],
      ['s3', 'no session'],
    ]),
  };
  function verified(session: unknown, userId: string | undefined, on: unknown = server) {
    const collector = aCollector({ server: on });
    takeIn(collector, anEvent({ userId, context: { ddp: { session }, userVerified: true } }));
    return collector.events[0]?.context;
  }

  it('says whether the DDP session has the same user', () => {
    expect(verified('s1', 'u1')).to.include({ userVerified: true });
    expect(verified('s1', 'u2')).to.include({ userVerified: false });
  });

  it('is absent where it cannot be known, whatever the event says', () => {
    for (const session of ['s2', 's3', 'elsewhere', 5]) {
      expect(verified(session, 'u1')).not.to.have.property('userVerified');
    }
    expect(verified('s1', undefined)).not.to.have.property('userVerified');
    expect(verified('s1', 'u1', null)).not.to.have.property('userVerified');
  });
});

describe('the context that readers rely on', () => {
  it('has the types that belong to it, or nothing', () => {
    const { event } = taken({
      context: {
        app: { version: '1', build: 5 },
        page: { path: {}, title: 'T' },
        campaign: 'x',
        locale: 5,
        screen: [],
        visit: { id: 'v', startedAt: '1', sequence: 1 },
        library: { name: 'x' },
        consent: { categoryPreferences: { a: true, b: 'yes' } },
        ddp: { session: 's', status: 1 },
        own: { anything: [1] },
      },
    });

    expect(event?.context).to.deep.equal({
      app: { version: '1' },
      page: { title: 'T' },
      consent: { categoryPreferences: { a: true } },
      ddp: { session: 's' },
      own: { anything: [1] },
    });
  });

  it('keeps what Radiant’s client writes', () => {
    const context = {
      app: { version: '1', build: 'b', release: 'METEOR@3.4', arch: 'web.browser' },
      page: { path: '/', referrer: '', search: '', title: 'T', url: 'https://a/', pattern: '/' },
      campaign: { name: 'n', source: 's' },
      locale: 'en',
      timezone: 'Europe/Berlin',
      screen: { width: 1, height: 2, density: 2 },
      network: { type: 'wifi' },
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36',
      userAgentData: { brands: [{ brand: 'b', version: '1' }] },
      visit: { id: 'v', startedAt: 1_700_000_000_000, sequence: 3 },
      ddp: { session: 's', status: 'connected', transport: 'websocket' },
      groupId: 'g',
      traits: { plan: 'pro' },
      device: { model: 'm' },
      library: { name: 'radiant', version: '0.1.0' },
    };

    expect(taken({ context }).event?.context).to.deep.equal(context);
  });
});
