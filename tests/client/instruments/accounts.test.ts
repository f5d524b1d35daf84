import { expect } from 'chai';
import { type AccountsOptions, accounts } from '../../../client/instruments/accounts';
import type { Tab, TabOptions } from '../../host/client/fixture';
import { openTab } from '../../host/client/fixture';
import { createMemoryStorage } from '../../host/client/local-storage';
import { createHost, type Host } from '../../host/host';
import type { HostVersion } from '../../host/meteor/versions';
import { until } from '../../host/mongo/fixture';
import { fakeFeatureClient } from '../../support/fake-feature-client';

const versions: readonly HostVersion[] = ['3.0.4', '3.3.2', '3.5'];

type Fake = ReturnType<typeof fakeFeatureClient>;

for (const version of versions) {
  describe(`accounts, in the client of Meteor ${version}`, () => {
    let host: Host;
    let url: string;
    let ann: string;
    const tabs: Tab[] = [];

    beforeEach(async () => {
      host = createHost({ version, latencyMs: 0, log: () => {} });
      ({ url } = await host.listen());
      ann = String(await host.Accounts?.createUserAsync({ username: 'ann', password: 'pw' }));
    });
    afterEach(async () => {
      for (const tab of tabs.splice(0)) tab.close();
      await host.close();
    });

    function open(
      options?: TabOptions,
      settings?: AccountsOptions,
      fake: Fake = fakeFeatureClient({ real: true }),
    ) {
      const tab = openTab(version, url, options);
      tabs.push(tab);
      const { Accounts, Meteor, Tracker } = tab;
      const target = {
        accounts: Accounts as never,
        userId: () => Tracker.nonreactive(() => Meteor.userId()),
        user: () => Tracker.nonreactive(() => Meteor.user()),
      };
      const undo = accounts(target, settings).install(fake.client);
      return { ...tab, ...fake, fake, undo };
    }

    const logIn = ({ Meteor }: Tab, password = 'pw') =>
      new Promise((resolve) => Meteor.loginWithPassword('ann', password, resolve));
    const logOut = ({ Meteor }: Tab) =>
      new Promise<void>((resolve) => Meteor.logout(resolve as never));
    const resumed = ({ Accounts }: Tab) =>
      new Promise<void>((resolve) => Accounts?.onLogin(() => resolve()));

    it('know the person before they tell of the sign-in', async () => {
      const tab = open();
      await logIn(tab);

      expect(tab.calls).to.deep.equal([
        ['identify', ann],
        ['track', 'Signed In'],
      ]);
      expect(tab.told[0]).to.deep.equal({
        event: 'Signed In',
        properties: { method: 'password' },
        userId: ann,
      });
    });

    it('tell nothing else of a sign-in: no token, no name, no address', async () => {
      const tab = open();
      await logIn(tab);

      const token = tab.environment.localStorage?.getItem('Meteor.loginToken');
      expect(token).to.be.a('string');
      expect(JSON.stringify(tab.told) + JSON.stringify(tab.calls)).not.to.match(
        new RegExp(`${token}|ann"`),
      );
    });

    it('tell of the traits the app picks', async () => {
      const traits = (user: unknown) => ({ name: (user as { username: string }).username });
      const tab = open({}, { traits });
      await logIn(tab);

      expect(tab.calls[0]).to.deep.equal(['identify', ann, { name: 'ann' }]);
    });

    it('know the person without traits when the app fails to tell them', async () => {
      const tab = open(
        {},
        {
          traits() {
            throw new Error('the app’s');
          },
        },
      );
      await logIn(tab);

      expect(tab.calls).to.deep.equal([
        ['identify', ann],
        ['track', 'Signed In'],
      ]);
    });

    it('tell of a sign-up, which is a sign-in too', async () => {
      const tab = open();
      const { createUser } = tab.Accounts as unknown as {
        createUser(user: object, done: (error?: unknown) => void): void;
      };
      await new Promise((resolve) => createUser({ username: 'bea', password: 'pw' }, resolve));

      expect(tab.calls).to.deep.equal([
        ['identify', tab.Meteor.userId()],
        ['track', 'Signed Up'],
        ['track', 'Signed In'],
      ]);
    });

    it('tell of no sign-up when it failed, nor of the next sign-in as one', async () => {
      const tab = open();
      const { createUser } = tab.Accounts as unknown as {
        createUser(user: object, done: (error?: unknown) => void): void;
      };
      await new Promise((resolve) => createUser({ username: 'ann', password: 'pw' }, resolve));
      expect(tab.calls).to.deep.equal([]);
      await logIn(tab);

      expect(tab.told.map(({ event }) => event)).to.deep.equal(['Signed In']);
    });

    it('tell of a sign-out while the person is known, then forget them', async () => {
      const tab = open();
      await logIn(tab);
      tab.calls.length = 0;
      await logOut(tab);

      expect(tab.calls).to.deep.equal([['track', 'Signed Out'], ['flush'], ['reset']]);
      expect(tab.told.at(-1)).to.deep.include({ event: 'Signed Out', userId: ann });
    });

    it('tell nothing of a wrong password, not at the next sign-out either', async () => {
      const tab = open();
      await logIn(tab);
      await logIn(tab, 'wrong');
      await new Promise((resolve) => setTimeout(resolve, 5));
      await logOut(tab);

      expect(tab.told.map(({ event }) => event)).to.deep.equal(['Signed In', 'Signed Out']);
    });

    it('know at page load who is resumed, and tell of no sign-in', async () => {
      const localStorage = createMemoryStorage();
      await logIn(open({ localStorage }));

      const tab = open({ localStorage });
      expect(tab.calls).to.deep.equal([['identify', ann]]);
      await resumed(tab);

      expect(tab.calls).to.deep.equal([['identify', ann]]);
    });

    it('say nothing at page load of whom they know already', async () => {
      const localStorage = createMemoryStorage();
      await logIn(open({ localStorage }));
      const fake = fakeFeatureClient({ real: true });
      fake.setUser(ann);

      const tab = open({ localStorage }, {}, fake);
      await resumed(tab);

      expect(tab.calls).to.deep.equal([]);
    });

    it('tell the traits of who is resumed once the user is there', async () => {
      const localStorage = createMemoryStorage();
      await logIn(open({ localStorage }));

      const tab = open({ localStorage }, { traits: () => ({ plan: 'pro' }) });
      await resumed(tab);

      expect(tab.calls).to.deep.equal([
        ['identify', ann],
        ['identify', ann, { plan: 'pro' }],
      ]);
    });

    it('tell of a login that could not be resumed as expired', async () => {
      const localStorage = createMemoryStorage();
      localStorage.setItem('Meteor.loginToken', 'old');
      localStorage.setItem('Meteor.userId', ann);

      const tab = open({ localStorage });
      await until(() => tab.told.length > 0);

      expect(tab.calls).to.deep.equal([
        ['identify', ann],
        ['track', 'Login Expired'],
        ['flush'],
        ['reset'],
      ]);
    });

    it('say nothing when a reconnect resumes the login', async () => {
      const tab = open();
      await logIn(tab);
      const before = tab.calls.length;
      const again = resumed(tab);
      // A session that is resumed is logged in all the time.
      tab.Meteor.connection._lastSessionId = 'forgotten';
      tab.environment.cut();
      await again;

      expect(tab.calls).to.have.length(before);
    });

    it('know the person when another tab signs in, and tell of it once', async () => {
      const localStorage = createMemoryStorage();
      const other = open({ localStorage });
      await logIn(open({ localStorage }));
      const login = resumed(other);
      (other.Accounts as unknown as { _pollStoredLoginToken(): void })._pollStoredLoginToken();
      await login;

      expect(other.calls).to.deep.equal([['identify', ann]]);
    });

    it('tell of one sign-out, however many tabs are signed out by it', async () => {
      const localStorage = createMemoryStorage();
      const person = {};
      const openShared = () =>
        open({ localStorage }, {}, fakeFeatureClient({ real: true, person }));
      const first = openShared();
      await logIn(first);
      const second = openShared();
      await resumed(second);

      await logOut(first);
      (second.Accounts as unknown as { _pollStoredLoginToken(): void })._pollStoredLoginToken();
      await until(() => second.Meteor.userId() === null);

      const outs = [first, second].map(({ eventsOf }) => eventsOf('Signed Out').length);
      expect(outs).to.deep.equal([1, 0]);
    });

    it('tell of each sign-out of the same person', async () => {
      const tab = open();
      for (let time = 0; time < 2; time++) {
        await logIn(tab);
        await logOut(tab);
      }

      expect(tab.eventsOf('Signed Out')).to.have.length(2);
    });

    it('use okgrow’s names where old reports have them', async () => {
      const tab = open({}, { okgrowNames: true });
      await logIn(tab);
      await logOut(tab);

      expect(tab.told.map(({ event }) => event)).to.deep.equal(['Signed in', 'Signed out']);
    });

    it('tell nothing once they are taken out', async () => {
      const tab = open();
      const call = Object.getOwnPropertyDescriptor(tab.Accounts, 'callLoginMethod');
      tab.undo();
      const own = Object.getOwnPropertyDescriptor(tab.Accounts, 'callLoginMethod');
      await logIn(tab);
      await logOut(tab);

      expect(tab.calls).to.deep.equal([]);
      expect(own?.value).not.to.equal(call?.value);
      expect(tab.installed()).to.equal(0);
    });
  });
}

describe('accounts', () => {
  it('are off, and leave nothing behind, where a part of Accounts is missing', () => {
    const fake = fakeFeatureClient();
    let stopped = 0;
    const register = () => ({ stop: () => void stopped++ });
    const target = {
      accounts: { onLogin: register, onLoginFailure: register, onLogout: register } as never,
      userId: () => undefined,
      user: () => undefined,
    };

    expect(() => accounts(target).install(fake.client)).to.throw(
      'callLoginMethod is not a function',
    );
    expect(stopped).to.equal(0);
  });
});
