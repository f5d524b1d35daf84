import { expect } from 'chai';
import { applyOkgrow } from '../../../client/analytics/compat';
import { until } from '../../host/mongo/fixture';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { anApp, names, startedPage } from './an-app';

const logIn = ({ Meteor }: ReturnType<App['tab']>) =>
  new Promise((resolve) => Meteor.loginWithPassword('ann', 'pw', resolve));
const logOut = ({ Meteor }: ReturnType<App['tab']>) =>
  new Promise<void>((resolve) => Meteor.logout(resolve as never));

type App = Awaited<ReturnType<typeof anApp>>;

describe('traps of okgrow:analytics: accounts', () => {
  let app: App;
  const noPages = { pages: false };

  beforeEach(async () => {
    app = await anApp();
  });
  afterEach(() => app.close());

  it('a user document that changes is no second sign-in', async () => {
    const tab = app.tab();
    const { sent } = await startedPage({ tab, settings: noPages });
    await logIn(tab);
    const { users } = app.host.Meteor as unknown as {
      users: { updateAsync(id: string, change: object): Promise<unknown> };
    };
    const email = { emails: [{ address: 'new@example.com', verified: true }] };
    await users.updateAsync(app.userId, { $set: email });
    await until(() => JSON.stringify(tab.Meteor.user()).includes('new@'));

    expect(names(await sent())).to.deep.equal(['identify', 'Signed In']);
  });

  it('a login that is resumed says who it is, and is no sign-in (#186)', async () => {
    const first = app.tab();
    await logIn(first);
    const tab = app.tab(first.environment.localStorage);
    const resumed = new Promise<void>((resolve) => tab.Accounts?.onLogin(() => resolve()));
    const { sent } = await startedPage({ tab, settings: noPages });
    await resumed;

    const events = await sent();
    expect(names(events)).to.deep.equal(['identify']);
    expect(events[0]?.userId).to.equal(app.userId);
  });

  it('who signs out is forgotten before anybody else does anything', async () => {
    const tab = app.tab();
    const { api, sent } = await startedPage({ tab, settings: noPages });
    await logIn(tab);
    await logOut(tab);
    void api.track('Looked Around');

    const [, signedIn, signedOut, next] = await sent();
    expect(signedOut).to.include({ event: 'Signed Out', userId: app.userId });
    expect(next).to.include({ event: 'Looked Around' });
    expect(next).not.to.have.property('userId');
    expect(next?.anonymousId).not.to.equal(signedIn?.anonymousId);
  });

  it('the event of a sign-in has the identity already', async () => {
    const tab = app.tab();
    const { sent } = await startedPage({ tab, settings: noPages });
    await logIn(tab);

    const signedIn = (await sent()).find(({ event }) => event === 'Signed In');
    expect(signedIn).to.include({ userId: app.userId });
  });

  it('names are those of the specification; compat keeps the old ones, of pages too', async () => {
    for (const [compat, inName, outName] of [
      [undefined, 'Signed In', 'Signed Out'],
      ['okgrow', 'Signed in', 'Signed out'],
    ] as const) {
      const tab = app.tab();
      const browser = fakeBrowser();
      const page = browser.open('https://app.example.com/tasks', { title: 'My tasks' });
      const { sent } = await startedPage({
        tab,
        browser,
        page,
        settings: compat ? { compat } : {},
      });
      await logIn(tab);
      await logOut(tab);

      const events = await sent();
      expect(names(events).filter((name) => /^Signed/.test(name))).to.deep.equal([inName, outName]);
      expect(events.find(({ type }) => type === 'page')?.name).to.equal('My tasks');
    }
  });

  it('nothing is told of a user, and what the app picks is all that is (#186, #213)', async () => {
    for (const traits of [undefined, () => ({ plan: 'free' })]) {
      const tab = app.tab();
      const { sent } = await startedPage({
        tab,
        settings: { ...noPages, ...(traits && { traits }) },
      });
      await logIn(tab);

      const events = await sent();
      expect(events[0]?.traits).to.deep.equal(traits ? { plan: 'free' } : {});
      expect(JSON.stringify(events)).not.to.match(/ann@example|"ann"/);
    }
  });

  it('a sign-up is an event (#41, #172)', async () => {
    const tab = app.tab();
    const { sent } = await startedPage({ tab, settings: noPages });
    const { createUser } = tab.Accounts as unknown as {
      createUser(user: object, done: (error?: unknown) => void): void;
    };
    await new Promise((resolve) => createUser({ username: 'bea', password: 'pw' }, resolve));

    expect(names(await sent())).to.deep.equal(['identify', 'Signed Up', 'Signed In']);
  });

  it('pages and accounts have switches of their own; the notice on autorun names the other (#26, #145)', async () => {
    const one = app.tab();
    const withoutPages = await startedPage({ tab: one, settings: { pages: false } });
    await logIn(one);
    const two = app.tab();
    const withoutAccounts = await startedPage({ tab: two, settings: { accounts: false } });
    await logIn(two);

    expect(names(await withoutPages.sent())).to.deep.equal(['identify', 'Signed In']);
    expect(names(await withoutAccounts.sent())).to.deep.equal(['A page']);

    const notices: string[] = [];
    applyOkgrow(
      withoutPages.core,
      { autorun: false },
      {
        globals: {},
        loadBridge: () => Promise.reject(new Error('none')),
        notice: (line) => notices.push(line),
      },
    );
    expect(notices).to.have.length(1);
    expect(notices[0]).to.contain('public.radiant.analytics.accounts');
  });
});
