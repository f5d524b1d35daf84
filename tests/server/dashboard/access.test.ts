import { expect } from 'chai';
import { type AccessOptions, createAccess } from '../../../server/dashboard/access';
import { aRequest } from './a-request';

const aToken = 'correct-horse-battery';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function anAccess(options: Partial<AccessOptions> = {}) {
  const warnings: string[] = [];
  let time = 0;
  const access = createAccess({
    token: undefined,
    authorize: undefined,
    development: false,
    now: () => time,
    wallNow: () => time,
    warn: (message) => warnings.push(message),
    ...options,
  });
  const check = (request: Parameters<typeof aRequest>[0] = {}) => access.check(aRequest(request));
  const fail = async (times: number, request: Parameters<typeof aRequest>[0] = {}) => {
    for (let i = 0; i < times; i += 1) expect(await check(request)).to.equal('denied');
  };
  const checkToken = (token: string) => access.checkToken(aRequest(), token);
  return { access, check, checkToken, fail, warnings, wait: (ms: number) => (time += ms) };
}

describe('createAccess', () => {
  it('lets this machine in during development, without credentials', async () => {
    const { check, warnings } = anAccess({ development: true });

    expect(await check()).to.equal('ok');
    expect(warnings).to.deep.equal([]);
  });

  it('keeps everyone else out during development', async () => {
    const { check } = anAccess({ development: true });

    expect(await check({ from: '192.168.1.7' })).to.equal('denied');
    expect(await check({ headers: { host: 'evil.example' } })).to.equal('denied');
    expect(await check({ headers: { 'x-forwarded-for': '10.1.1.1' } })).to.equal('denied');
  });

  it('asks this machine too for credentials outside development', async () => {
    const { check } = anAccess({ token: aToken });

    expect(await check()).to.equal('denied');
    expect(await check({ headers: bearer(aToken) })).to.equal('ok');
  });

  it('lets the token in, from wherever', async () => {
    const { check } = anAccess({ token: aToken });

    expect(await check({ from: '8.8.8.8', headers: bearer(aToken) })).to.equal('ok');
    expect(await check({ headers: { authorization: `bearer  ${aToken} ` } })).to.equal('ok');
  });

  it('lets nothing in that is only like the token', async () => {
    const { check } = anAccess({ token: aToken });
    const wrong = [
      bearer(''),
      bearer(aToken.slice(0, -1)),
      bearer(`${aToken}x`),
      bearer(aToken.toUpperCase()),
      bearer(`${aToken} ${aToken}`),
      { authorization: aToken },
      { authorization: `Basic ${aToken}` },
      { authorization: '' },
    ];

    for (const headers of wrong) {
      expect(await check({ headers }), headers.authorization).to.equal('denied');
    }
  });

  it('lets nobody in without token and authorize, and says so once, with the remedy', async () => {
    const { check, warnings } = anAccess();

    expect(await check()).to.equal('denied');
    expect(await check({ headers: bearer('undefined') })).to.equal('denied');

    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('RADIANT_API_TOKEN').and.contain('authorize');
  });

  it('has nothing to warn of when there is a token or an authorize', () => {
    expect(anAccess({ token: aToken }).warnings).to.deep.equal([]);
    expect(anAccess({ authorize: () => true }).warnings).to.deep.equal([]);
  });

  it('lets in whom the app authorizes, at once or later', async () => {
    const authorize = ({ headers }: { headers: { cookie?: string } }) => headers.cookie === 'me';
    const sync = anAccess({ authorize });
    const async = anAccess({ authorize: async (request) => authorize(request) });

    for (const { check } of [sync, async]) {
      expect(await check({ headers: { cookie: 'me' } })).to.equal('ok');
      expect(await check({ headers: { cookie: 'you' } })).to.equal('denied');
    }
  });

  it('takes only true for a yes', async () => {
    const answers = [1, 'true', {}, [], undefined, null, false, Promise.resolve({})];

    for (const answer of answers) {
      const { check } = anAccess({ authorize: () => answer as boolean });

      expect(await check(), String(answer)).to.equal('denied');
    }
  });

  it('takes a throw and a rejection for a no', async () => {
    const throws = anAccess({
      authorize: () => {
        throw new Error('no database');
      },
    });
    const rejects = anAccess({ authorize: () => Promise.reject(new Error('no database')) });

    expect(await throws.check()).to.equal('denied');
    expect(await rejects.check()).to.equal('denied');
  });

  it('asks the app only when there is no right token', async () => {
    let asked = 0;
    const { check } = anAccess({ token: aToken, authorize: () => ++asked > 0 });

    await check({ headers: bearer(aToken) });
    expect(asked).to.equal(0);
    await check();

    expect(asked).to.equal(1);
  });

  it('throttles an address after its tenth failure, for a minute', async () => {
    const { check, fail, wait } = anAccess({ token: aToken });
    await fail(10, { headers: bearer('wrong') });

    expect(await check({ headers: bearer('wrong') })).to.equal('throttled');
    wait(59_999);
    expect(await check()).to.equal('throttled');
    wait(1);

    expect(await check()).to.equal('denied');
  });

  it('does not take for a failure that a request brings nothing to be checked', async () => {
    const { check, fail } = anAccess({ token: aToken });

    await fail(11);

    expect(await check()).to.equal('denied');
  });

  it('throttles whom the app does not let in, as it may cost the app something to say so', async () => {
    const { check, fail } = anAccess({ authorize: () => false });

    await fail(10);

    expect(await check()).to.equal('throttled');
  });

  describe('of a session', () => {
    const cookie = (...sessions: string[]) => ({
      headers: { cookie: sessions.map((one) => `radiant_session=${one}`).join('; ') },
    });

    it('lets its cookie in, among others, until it ends', async () => {
      const { check, access, wait } = anAccess({ token: aToken });
      const session = access.sessions?.begin() ?? '';

      expect(await check(cookie(session))).to.equal('ok');
      expect(await check(cookie('of another app', session))).to.equal('ok');
      wait(12 * 3_600_000 - 1);
      expect(await check(cookie(session))).to.equal('ok');
      wait(1);

      expect(await check(cookie(session))).to.equal('denied');
    });

    it('does not take one that has ended for a failure, but one that was forged', async () => {
      const { check, fail, access, wait } = anAccess({ token: aToken });
      const session = access.sessions?.begin() ?? '';
      wait(13 * 3_600_000);

      await fail(11, cookie(session));
      await fail(10, cookie(`${session.slice(0, -2)}xx`));

      expect(await check(cookie(session))).to.equal('throttled');
    });

    it('knows none without a token', async () => {
      const { check, access } = anAccess({ authorize: () => false });
      const other = anAccess({ token: aToken }).access.sessions?.begin() ?? '';

      expect(access.sessions).to.equal(undefined);
      expect(await check(cookie(other))).to.equal('denied');
    });
  });

  describe('of a token that was typed in', () => {
    it('lets the right one in, and counts the wrong ones with all other failures', async () => {
      const { checkToken, fail, access } = anAccess({ token: aToken });

      expect(checkToken(aToken)).to.equal('ok');
      expect(checkToken(`${aToken}x`)).to.equal('denied');
      await fail(8, { headers: bearer('wrong') });
      expect(access.waitMs(aRequest())).to.equal(0);
      expect(checkToken('')).to.equal('denied');
      expect(checkToken('wrong')).to.equal('throttled');

      expect(access.waitMs(aRequest())).to.equal(60_000);
      expect(checkToken(aToken)).to.equal('ok');
    });

    it('lets none in where no token is set', () => {
      const { checkToken } = anAccess({ authorize: () => true });

      expect(checkToken('')).to.equal('denied');
      expect(checkToken('undefined')).to.equal('denied');
    });
  });

  it('throttles no other address', async () => {
    const { check, fail } = anAccess({ token: aToken });
    await fail(10, { from: '10.0.0.1', headers: bearer('wrong') });

    expect(await check({ from: '10.0.0.1' })).to.equal('throttled');
    expect(await check({ from: '10.0.0.2' })).to.equal('denied');
  });

  it('lets the right token in even while its address is throttled', async () => {
    const { check, fail } = anAccess({ token: aToken });
    await fail(10, { headers: bearer('wrong') });

    expect(await check({ headers: bearer(aToken) })).to.equal('ok');
    expect(await check()).to.equal('throttled');
  });

  it('does not ask the app for a throttled address', async () => {
    let asked = 0;
    const { check, fail } = anAccess({ authorize: () => ++asked < 0 });
    await fail(10);

    await check();

    expect(asked).to.equal(10);
  });

  it('ignores X-Forwarded-For unless proxies are said to stand before the app', async () => {
    const { check, fail } = anAccess({ token: aToken });
    for (let i = 0; i < 10; i += 1) {
      await fail(1, { headers: { ...bearer('wrong'), 'x-forwarded-for': `9.9.9.${i}` } });
    }

    expect(await check({ headers: { 'x-forwarded-for': '9.9.9.99' } })).to.equal('throttled');
  });

  it('tells clients apart by what the outermost trusted proxy saw', async () => {
    const { check, fail } = anAccess({ token: aToken, forwardedCount: 2 });
    const via = (chain: string) => ({
      headers: { ...bearer('wrong'), 'x-forwarded-for': chain },
    });
    await fail(10, via('9.9.9.9, 10.0.0.1'));

    expect(await check(via('9.9.9.9, 10.0.0.1'))).to.equal('throttled');
    expect(await check(via('forged, 9.9.9.9, 10.0.0.1'))).to.equal('throttled');
    expect(await check(via('8.8.8.8, 10.0.0.1'))).to.equal('denied');
  });
});
