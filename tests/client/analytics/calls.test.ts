import { expect } from 'chai';
import type { FeatureClient } from '../../../common/analytics/feature';
import { clientOf, startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { settle } from '../../support/hand-clock';

const feature = (name: string, install: (client: FeatureClient) => () => void) => ({
  name,
  load: () => ({ name, install }),
});

describe('a call', () => {
  it('resolves with the event once it is queued, and calls back with it', async () => {
    const { api } = await startedClient(fakeBrowser());
    const called: unknown[] = [];

    const context = await api.track('Seen', { plan: 'pro' }, (given: unknown) =>
      called.push(given),
    );

    expect(context).to.have.nested.property('event.event', 'Seen');
    expect(called).to.deep.equal([context]);
  });

  it('survives a callback and a listener that throw', async () => {
    const { api, warnings } = await startedClient(fakeBrowser());
    api.on('track', () => {
      throw new Error('listener');
    });
    await api.track('Seen', () => {
      throw new Error('callback');
    });
    await settle();

    expect(api.status().queued).to.equal(1);
    expect(warnings).to.have.members(['Error: listener', 'Error: callback']);
  });

  it('is heard by who listens: on, once, off', async () => {
    const { api } = await startedClient(fakeBrowser());
    const heard: unknown[] = [];
    const listener = (...args: unknown[]) => heard.push(args);
    api.on('track', listener);
    api.once('identify', listener);
    void api.track('One', { a: 1 });
    api.identify('u1');
    api.identify('u2');
    api.off('track', listener);
    void api.track('Two');
    api.on('reset', listener);
    api.reset();

    expect(heard).to.deep.equal([['One', { a: 1 }], ['u1'], []]);
  });

  it('is written to the console with debug, from then on and no longer', async () => {
    const { api, logged } = await startedClient(fakeBrowser());
    api.debug();
    void api.track('Seen');
    api.debug(false);
    void api.track('Unseen');

    expect(logged).to.have.length(1);
  });

  it('is made into an event of its type: screen and page too', async () => {
    const browser = fakeBrowser();
    const { api, page } = await startedClient(browser);
    void api.screen('Home', { a: 1 });
    void api.page('Home');
    page.hide();

    const batch = browser.network.requests[0]?.json().batch ?? [];
    expect(batch[0]).to.deep.include({
      type: 'screen',
      name: 'Home',
      properties: { a: 1, name: 'Home' },
    });
    expect(batch[1]).to.deep.include({ type: 'page', name: 'Home' });
  });

  it('waits for start-up: ready resolves and calls back after it', async () => {
    const browser = fakeBrowser();
    const { api, start } = clientOf(browser, browser.open());
    let ready = 0;
    const all = [api.ready(() => ready++), api.ready()];
    await settle();
    expect(ready).to.equal(0);
    await start();
    await Promise.all(all);
    await api.ready(() => ready++);

    expect(ready).to.equal(2);
  });

  it('loads nothing for who refused, and flush resolves all the same', async () => {
    const browser = fakeBrowser();
    const client = clientOf(browser, browser.open(), { settings: { consent: 'denied' } });
    await client.start();
    await client.api.flush();

    expect(client.api.status()).not.to.have.property('queued');
  });
});

describe('a feature', () => {
  it('is told of in status, and one that cannot be installed says why', async () => {
    const { api } = await startedClient(fakeBrowser(), {
      features: [
        feature('good', () => () => undefined),
        feature('bad', () => {
          throw new Error('Meteor.connection is missing');
        }),
        { name: 'lost', load: () => Promise.reject(new Error('404')) },
      ],
    });

    expect(api.status().features).to.deep.equal({
      good: 'on',
      bad: 'Error: Meteor.connection is missing',
      lost: 'Error: 404',
    });
  });

  it('is taken back after its fifth failure, not after its fourth', async () => {
    let undone = 0;
    let fail = () => undefined as unknown;
    const { api } = await startedClient(fakeBrowser(), {
      features: [
        feature('weak', (client) => {
          fail = () =>
            client.guard(() => {
              throw new Error('oops');
            });
          return () => {
            undone++;
          };
        }),
      ],
    });
    for (let count = 0; count < 4; count++) expect(fail()).to.equal(undefined);
    expect(api.status().features).to.deep.equal({ weak: 'on' });
    expect(undone).to.equal(0);
    fail();
    fail();

    expect(undone).to.equal(1);
    expect(api.status().features).to.deep.equal({ weak: 'Error: oops' });
  });

  it('adds to the context of every event until it takes that back', async () => {
    const browser = fakeBrowser();
    let undo = () => undefined as unknown;
    const { api, page } = await startedClient(browser, {
      features: [
        feature('route', (client) => {
          undo = client.addContext(() => ({ page: { route: 'todo' }, ddp: { session: 's1' } }));
          return () => undefined;
        }),
      ],
    });
    void api.track('One');
    undo();
    void api.track('Two');
    page.hide();

    const [one, two] = browser.network.requests[0]?.json().batch ?? [];
    expect(one).to.have.nested.property('context.page.route', 'todo');
    expect(one).to.have.nested.property('context.page.path', '/');
    expect(one).to.have.nested.property('context.ddp.session', 's1');
    expect(two).not.to.have.nested.property('context.page.route');
  });

  it('says when something happened, who the person is, and what it wants sent now', async () => {
    const browser = fakeBrowser();
    let client: FeatureClient | undefined;
    const { api } = await startedClient(browser, {
      features: [
        feature('all', (given) => {
          client = given;
          return () => undefined;
        }),
      ],
    });
    client?.identify('u1', { plan: 'pro' });
    client?.page(
      'Home',
      { a: 1 },
      { at: Date.parse('2026-01-01T00:00:00Z'), context: { locale: 'de' } },
    );
    client?.page();
    expect(client?.user()).to.deep.equal({ userId: 'u1', anonymousId: api.user().anonymousId() });
    expect(client?.consent()).to.equal('granted');
    client?.reset();
    client?.flush();
    await settle();

    const batch = browser.network.requests[0]?.json().batch ?? [];
    expect(batch.map(({ type, name }) => [type, name])).to.deep.equal([
      ['identify', undefined],
      ['page', 'Home'],
      ['page', undefined],
    ]);
    expect(batch[1]).to.deep.include({ timestamp: '2026-01-01T00:00:00.000Z' });
    expect(batch[1]).to.have.nested.property('context.locale', 'de');
    expect(client?.user().userId).to.equal(undefined);
  });
});
