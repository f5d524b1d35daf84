import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { createHost, type Host } from '../host';
import type { HostVersion } from '../meteor/versions';
import { until } from '../mongo/fixture';
import { openTab, type Tab, type TabOptions } from './fixture';
import { createMemoryStorage } from './local-storage';
import { sha256 } from './sha256';

const VERSIONS: HostVersion[] = ['3.0.4', '3.3.2', '3.5'];

for (const version of VERSIONS) {
  describe(`accounts of a client of Meteor ${version}`, () => {
    let host: Host;
    let url: string;
    let userId: string;
    const tabs: Tab[] = [];

    beforeEach(async () => {
      host = createHost({ version, latencyMs: 0, log: () => {} });
      ({ url } = await host.listen());
      userId = String(await host.Accounts?.createUserAsync({ username: 'ann', password: 'pw' }));
    });

    afterEach(async () => {
      for (const tab of tabs.splice(0)) tab.close();
      await host.close();
    });

    function open(options?: TabOptions) {
      const tab = openTab(version, url, options);
      tabs.push(tab);
      const heard: unknown[] = [];
      const { Accounts, Meteor } = tab;
      Accounts?.onLogin(({ type }) => heard.push(['login', type, Meteor.userId()]));
      Accounts?.onLoginFailure(({ error }) =>
        heard.push(['failure', (error as { error?: unknown }).error]),
      );
      Accounts?.onLogout(() => heard.push(['logout', Meteor.userId()]));
      return { ...tab, heard };
    }

    const logIn = ({ Meteor }: Tab, password = 'pw') =>
      new Promise((resolve) => {
        Meteor.loginWithPassword('ann', password, resolve);
      });

    it('logs in with a password, and has the user', async () => {
      const tab = open();

      const error = await logIn(tab);

      expect([error, tab.Meteor.userId()]).to.deep.equal([undefined, userId]);
      expect(tab.Meteor.user()).to.deep.equal({ _id: userId, username: 'ann' });
      expect(tab.heard).to.deep.equal([['login', 'password', userId]]);
    });

    it('sends a digest, never the password', async () => {
      const tab = open();

      await logIn(tab);

      const login = tab.sent.find(({ method }) => method === 'login');
      expect(JSON.stringify(login)).to.contain(createHash('sha256').update('pw').digest('hex'));
      expect(JSON.stringify(tab.sent)).not.to.contain('"pw"');
    });

    it('tells of a failure, and gives its error to the caller', async () => {
      const tab = open();

      const error = await logIn(tab, 'wrong');

      expect(error).to.include({ error: 403 });
      expect(tab.heard).to.deep.equal([['failure', 403]]);
    });

    it('signs a new user up and in', async () => {
      const { Accounts, Meteor, heard } = open();
      const { createUser } = Accounts as unknown as {
        createUser(user: object, done: (error?: unknown) => void): void;
      };

      await new Promise((resolve) => createUser({ username: 'bea', password: 'pw' }, resolve));

      expect(heard).to.deep.equal([['login', 'password', Meteor.userId()]]);
      expect(Meteor.user()).to.include({ username: 'bea' });
    });

    it('logs out while the user is known still', async () => {
      const tab = open();
      await logIn(tab);

      await new Promise<void>((resolve) => tab.Meteor.logout(() => resolve()));

      expect(tab.heard.at(-1)).to.deep.equal(['logout', userId]);
      expect(tab.Meteor.userId()).to.equal(null);
      expect(tab.environment.localStorage?.getItem('Meteor.loginToken')).to.equal(null);
    });

    it('resumes at the next page load, and has the user id before the answer', async () => {
      const localStorage = createMemoryStorage();
      await logIn(open({ localStorage }));

      const tab = open({ localStorage });
      const early = tab.Meteor.userId();
      await until(() => tab.heard.length > 0);

      expect([early, tab.heard]).to.deep.equal([userId, [['login', 'resume', userId]]]);
    });

    it('tells of a failure and a log-out when the token is good no more', async () => {
      const localStorage = createMemoryStorage();
      localStorage.setItem('Meteor.loginToken', 'old');
      localStorage.setItem('Meteor.userId', userId);

      const tab = open({ localStorage });
      await until(() => tab.heard.length > 1);

      const [first, second] = tab.heard as unknown[][];
      expect([first?.[0], second]).to.deep.equal(['failure', ['logout', userId]]);
      expect(localStorage.getItem('Meteor.loginToken')).to.equal(null);
    });

    it('logs in and out with other tabs', async () => {
      const localStorage = createMemoryStorage();
      const [tab, other] = [open({ localStorage }), open({ localStorage })];
      await until(() => tab.Meteor.status().connected && other.Meteor.status().connected);

      await logIn(tab);
      other.Accounts?._pollStoredLoginToken();
      await until(() => other.heard.length === 1);
      await new Promise<void>((resolve) => tab.Meteor.logout(() => resolve()));
      other.Accounts?._pollStoredLoginToken();
      await until(() => other.heard.length === 2);

      expect(other.heard).to.deep.equal([
        ['login', 'resume', userId],
        ['logout', userId],
      ]);
    });

    it('logs in again on a new session', async () => {
      const tab = open();
      await logIn(tab);
      const { _lastSessionId } = tab.Meteor.connection;

      host.Meteor.server.options.disconnectGracePeriod = 0;
      tab.environment.cut();
      await until(() => ![_lastSessionId, null].includes(tab.Meteor.connection._lastSessionId));
      const again = () =>
        tab.sent.filter(
          ({ method, params }) =>
            method === 'login' && /resume/.test(String(JSON.stringify(params))),
        );
      await until(() => again().length > 0);

      expect(tab.Meteor.userId()).to.equal(userId);
    });

    it('lets nobody in by a link to reset a password', async () => {
      const localStorage = createMemoryStorage();
      await logIn(open({ localStorage }));

      const { Meteor, environment } = open({ localStorage, hash: '#/reset-password/secret' });

      expect([Meteor.userId(), environment.location.hash]).to.deep.equal([null, '']);
    });
  });
}

describe('sha256', () => {
  it('makes the digest that Node makes', () => {
    const texts = [
      '',
      'radiant-todos',
      'ünïcödé €',
      'x'.repeat(55),
      'x'.repeat(56),
      'x'.repeat(200),
    ];

    for (const text of texts) {
      expect(sha256(text)).to.equal(createHash('sha256').update(text).digest('hex'));
    }
  });
});
