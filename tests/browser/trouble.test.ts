import { expect } from 'chai';
import { describeInChromium } from './support/chromium';
import { expectOnceAndInOrder } from './support/expect-once';
import { flush, status, track, user } from './support/page-api';
import type { TestedApp } from './support/tested-app';
import { theApp } from './support/the-app';
import { theirs } from './support/theirs';
import { addTask, exportReport, logIn, openList } from './support/todos';
import { aVisitor, connected, type Visitor } from './support/visitor';

describeInChromium('a page in trouble', () => {
  let app: TestedApp;
  const visitors: Visitor[] = [];

  before(async () => {
    app = await theApp();
  });

  afterEach(async () => {
    app.intercept(undefined);
    for (const visitor of visitors.splice(0)) await visitor.leave();
  });

  async function comes(
    ...options: Parameters<typeof aVisitor> extends [unknown, ...infer R] ? R : never
  ) {
    const visitor = await aVisitor(app, ...options);
    visitors.push(visitor);
    return visitor;
  }

  const arrived = async (visitor: Visitor) => {
    await visitor.catchUp();
    return theirs(app, visitor);
  };

  it('loses nothing by a reload while events are on their way', async () => {
    const visitor = await comes();
    const page = await visitor.open();
    let held = 0;
    app.intercept((request, _response, next) => {
      held += 1;
      setTimeout(() => (request.socket.destroyed ? undefined : next()), 700);
    });

    await track(page, 'Before');
    const flushing = flush(page).catch(() => {});
    while (held === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await page.reload();
    app.intercept(undefined);
    await connected(page);
    await track(page, 'After');
    await flush(page);
    await flushing;
    const events = await arrived(visitor);

    expectOnceAndInOrder(events, visitor);
  });

  it('does all it does where the collector is blocked, and says so', async () => {
    const visitor = await comes();
    await visitor.context.route('**/_radiant/v1/**', (route) => route.abort('blockedbyclient'));
    const page = await visitor.open();

    await openList(page, 'List 4');
    await logIn(page);
    await addTask(page, 'Blocked');
    await page.waitForFunction(
      () =>
        (
          globalThis as unknown as { Analytics: { status(): { blocked: boolean } } }
        ).Analytics.status().blocked,
      undefined,
      { timeout: 15_000 },
    );

    expect(visitor.errors).to.deep.equal([]);
    expect(await status(page)).to.deep.include({ blocked: true });
  });

  it('tries again what the collector had no room for', async () => {
    const visitor = await comes();
    const page = await visitor.open();
    let refusals = 0;
    app.intercept((_request, response, next) => {
      refusals += 1;
      if (refusals > 2) next();
      else response.status(503).set('Retry-After', '1').end();
    });

    await track(page, 'Patient');
    await flush(page);
    const events = await arrived(visitor);

    expectOnceAndInOrder(events, visitor);
    expect(refusals).to.be.greaterThan(2);
  });

  it('works where localStorage throws', async () => {
    const script = `Object.defineProperty(window, 'localStorage', {
      get() { throw new DOMException('The operation is insecure.', 'SecurityError'); },
    })`;
    const visitor = await comes({ script });
    const page = await visitor.open();

    await logIn(page);
    await track(page, 'Without Storage');
    await flush(page);
    const events = await arrived(visitor);

    expect(visitor.errors).to.deep.equal([]);
    expect(events.filter(({ event }) => event === 'Without Storage')).to.have.length(1);
  });

  it('sends and keeps nothing for who has said no by Global Privacy Control', async () => {
    const script = `Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true })`;
    const extraHTTPHeaders = { 'Sec-GPC': '1' };
    const visitor = await comes({ script, extraHTTPHeaders });
    const asked: string[] = [];
    visitor.context.on('request', (request) => asked.push(request.url()));
    const page = await visitor.open();

    await logIn(page);
    await track(page, 'Private');
    await flush(page);
    await exportReport(page);
    await page.close({ runBeforeUnload: true });

    const cookies = await visitor.context.cookies();
    expect(asked.filter((url) => url.includes('/_radiant/'))).to.deep.equal([]);
    expect(cookies.map(({ name }) => name)).to.deep.equal([]);
    expect(visitor.made).to.deep.equal([]);
  });

  it('is the same visit after a hot code push, which is told', async () => {
    const visitor = await comes();
    const page = await visitor.open();
    await track(page, 'Old Code');
    const reloaded = page.waitForEvent('load');

    await app.push();
    await reloaded;
    await connected(page);
    await track(page, 'New Code');
    await flush(page);
    const events = await arrived(visitor);

    const names = events.map(({ event }) => event);
    expectOnceAndInOrder(events, visitor);
    expect(new Set(events.map(({ context }) => context.visit?.id)).size).to.equal(1);
    expect(names).to.include.members(['Old Code', 'HCP Available', 'HCP Reloaded', 'New Code']);
  });

  it('comes back from the back-forward cache as the same person, and all it sent is kept once', async () => {
    const visitor = await comes();
    const page = await visitor.open();
    await flush(page);
    const before = await user(page);

    // A page whose socket is open is not kept. The page that follows goes back by itself: who
    // drives the browser loses hold of pages that are kept.
    await page.evaluate(`
      Meteor.disconnect();
      addEventListener('pageshow', ({ persisted }) => {
        Analytics.track('Back', { persisted });
        Analytics.flush();
      });
      Analytics.track('Before Leaving');
      location.href = '/go-back';
    `);
    await app.eventNamed('Back', before);
    const events = await app.events(({ anonymousId }) => anonymousId === before.anonymousId);

    const [left, back, ...others] = events.filter(({ event }) =>
      /^(Back|Before)/.test(event ?? ''),
    );
    expect([left?.event, back?.event, others]).to.deep.equal(['Before Leaving', 'Back', []]);
    expect(back?.properties).to.deep.include({ persisted: true });
  });

  it('is marked where nobody sits before it', async () => {
    const visitor = await comes({
      userAgent: 'Mozilla/5.0 HeadlessChrome/156.0.0.0 Safari/537.36',
    });
    const page = await visitor.open();

    await track(page, 'Robot');
    await flush(page);
    const events = await arrived(visitor);

    expect(events.map(({ context }) => context.bot)).to.deep.equal(events.map(() => true));
  });
});
