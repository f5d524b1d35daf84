import { expect } from 'chai';
import { pageRules, type PageOptions as RuleOptions } from '../../../client/analytics/page-rules';
import { pages, type Route } from '../../../client/analytics/pages';
import { watchHistory } from '../../../client/analytics/watch-history';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import type { FakePage, PageOptions } from '../../support/browser/fake-page';
import { settle } from '../../support/hand-clock';

interface Sent {
  readonly type: string;
  readonly name?: string;
  readonly timestamp: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly context: { readonly page: Readonly<Record<string, unknown>> };
}

type Options = RuleOptions & { readonly compat?: string };

const loadHistory = async () => watchHistory;

const rulesOf = ({ compat, ...options }: Options) =>
  Object.keys(options).length > 0 || compat ? pageRules(options, compat) : undefined;

async function openPage(given: Options = {}, url?: string, options?: PageOptions) {
  const browser = fakeBrowser();
  browser.network.answerAll();
  const page = browser.open(url, options);
  const client = await startedClient(browser, {
    page,
    features: [
      {
        name: 'pages',
        load: () =>
          pages({
            route: given.route,
            rules: rulesOf(given),
            window: page.window as never,
            loadHistory,
          }),
      },
    ],
  });
  const sent = async (): Promise<Sent[]> => {
    await client.api.flush();
    await browser.clock.advance(6_000);
    return browser.network.requests.flatMap(({ json }) => json().batch as unknown as Sent[]);
  };
  return { ...client, ...page.window, page, browser, sent, advance: browser.clock.advance };
}

const shown = (events: readonly Sent[]) =>
  events.filter(({ type }) => type === 'page').map(({ name }) => name);

const withAndWithout: ReadonlyArray<readonly [string, PageOptions]> = [
  ['with the Navigation API', {}],
  ['with history alone', { without: ['navigation'] }],
];

for (const [how, options] of withAndWithout) {
  describe(`pages, ${how}`, () => {
    const open = (given?: Options, url?: string) => openPage(given, url, options);

    it('tells the first page once it is started', async () => {
      const { sent } = await open();
      expect(shown(await sent())).to.deep.equal(['A page']);
    });

    it('tells each page that is pushed, replaced or gone back to, by its own title', async () => {
      const { history, document, sent, advance } = await open();
      history.pushState({}, '', '/a');
      await advance(120);
      document.title = 'Page a';
      await advance(1_000);
      history.replaceState({}, '', '/a?tab=2');
      document.title = 'Page a, two';
      await advance(1_000);
      history.back();
      document.title = 'A page';
      await advance(1_000);

      const events = await sent();
      expect(shown(events)).to.deep.equal(['A page', 'Page a', 'Page a, two', 'A page']);
      expect(events.map(({ context }) => context.page.path)).to.deep.equal(['/', '/a', '/a', '/']);
    });

    it('waits 250 ms for a title and then takes the one there is', async () => {
      const { history, document, sent, advance, api } = await open();
      history.pushState({}, '', '/slow');
      await advance(240);
      expect(api.status().queued).to.equal(1);
      await advance(20);
      expect(api.status().queued).to.equal(2);
      document.title = 'Too late';

      expect(shown(await sent())).to.deep.equal(['A page', 'A page']);
    });

    it('dates a page by when it was shown, not by when its title came', async () => {
      const { history, document, sent, advance, browser } = await open();
      await advance(1_000);
      const at = browser.clock.wallNow();
      history.pushState({}, '', '/a');
      await advance(150);
      document.title = 'Page a';

      const [, event] = await sent();
      expect(Date.parse(String(event?.timestamp)) - at).to.be.at.most(1);
    });

    it('ignores another hash and the same address', async () => {
      const { history, location, sent, advance } = await open(
        undefined,
        'https://app.example.com/a?x=1',
      );
      history.pushState({}, '', '/a?x=1#there');
      location.href = '#here';
      history.replaceState({ scroll: 12 }, '');
      history.pushState({}, '', '/a?x=1');
      await advance(1_000);

      expect(shown(await sent())).to.have.length(1);
    });

    it('does not tell a page that only redirects', async () => {
      const { history, document, sent, advance } = await open();
      history.pushState({}, '', '/old');
      history.replaceState({}, '', '/new');
      document.title = 'New';
      await advance(1_000);

      const events = await sent();
      expect(events.map(({ context }) => context.page.path)).to.deep.equal(['/', '/new']);
      expect(events[1]?.context.page.referrer).to.equal('https://app.example.com/');
    });

    it('knows the page before as the referrer, of every event, and never touches the state', async () => {
      const { history, api, sent, advance } = await open();
      const state = { mine: 1 };
      history.pushState(state, '', '/a');
      await advance(1_000);
      void api.track('Clicked');
      expect(history.state).to.equal(state);

      const events = await sent();
      expect(events.map(({ context }) => context.page.referrer)).to.deep.equal([
        '',
        'https://app.example.com/',
        'https://app.example.com/',
      ]);
    });

    it('tells a page that waits for its title before the next one, as it was', async () => {
      const { history, document, sent, advance } = await open();
      history.pushState({}, '', '/a');
      await advance(10);
      history.pushState({}, '', '/b');
      document.title = 'Page b';
      await advance(1_000);

      const events = await sent();
      expect(events.map(({ context }) => context.page.path)).to.deep.equal(['/', '/a', '/b']);
      expect(events[1]?.properties).to.deep.include({
        path: '/a',
        url: 'https://app.example.com/a',
      });
    });

    it('tells a page that waits for its title when the document is left', async () => {
      const { history, page, browser, advance } = await open();
      history.pushState({}, '', '/a');
      await advance(10);
      page.leave();

      const sent = browser.network.requests.flatMap(
        ({ json }) => json().batch,
      ) as unknown as Sent[];
      expect(sent.map(({ context }) => context.page.path)).to.deep.equal(['/', '/a']);
    });

    it('names a page after its route, with the pattern in it', async () => {
      let route: Route = { name: 'home', pattern: '/' };
      const { history, sent, advance } = await open({ route: () => route });
      history.pushState({}, '', '/todos/17');
      route = { name: 'todo', pattern: '/todos/:id' };
      await advance(1_000);

      const events = await sent();
      expect(shown(events)).to.deep.equal(['home', 'todo']);
      expect(events[1]?.context.page).to.include({ route: 'todo', pattern: '/todos/:id' });
    });

    it('goes on without a route where the router throws', async () => {
      const { sent } = await open({
        route: () => {
          throw new Error('not started');
        },
      });
      expect(shown(await sent())).to.deep.equal(['A page']);
    });

    it('leaves out what the app excludes: paths, beginnings, expressions', async () => {
      const { history, sent, advance } = await open({ exclude: ['/login', '/admin/*', /\.pdf$/] });
      for (const url of ['/login', '/login/x', '/admin/users', '/administration', '/a.pdf']) {
        history.pushState({}, '', url);
        await advance(1_000);
      }
      const events = await sent();
      expect(events.map(({ context }) => context.page.path)).to.deep.equal([
        '/',
        '/login/x',
        '/administration',
      ]);
    });

    it('lets the app name pages, all or some', async () => {
      const { history, sent, advance } = await open({
        name: ({ path }) => (path === '/a' ? 'First' : undefined),
      });
      history.pushState({}, '', '/a');
      await advance(1_000);
      expect(shown(await sent())).to.deep.equal(['A page', 'First']);
    });

    it('is called by its title with `compat`, as okgrow:analytics did', async () => {
      const { sent } = await open({ compat: 'okgrow', route: () => ({ name: 'home' }) });
      expect(shown(await sent())).to.deep.equal(['A page']);
    });

    it('gives history back as it was', async () => {
      const browser = fakeBrowser();
      const page: FakePage = browser.open(undefined, options);
      const { pushState } = page.window.history;
      const told: unknown[] = [];
      const feature = pages({ window: page.window as never, loadHistory });
      const undo = feature.install({
        now: browser.clock.now,
        wallNow: browser.clock.wallNow,
        after: browser.clock.timers.after,
        guard: (run: () => unknown) => run(),
        onLeave: () => () => {},
        addContext: () => () => {},
        page: (name: string) => told.push(name),
      } as never);
      await settle();
      page.window.history.pushState({}, '', '/waits');
      undo();
      await browser.clock.advance(1_000);

      expect(page.window.history.pushState).to.equal(pushState);
      page.window.history.pushState({}, '', '/later');
      await browser.clock.advance(1_000);
      expect(told).to.deep.equal(['A page']);
    });
  });
}
