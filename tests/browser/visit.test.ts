import { expect } from 'chai';
import type { AnalyticsEvent } from '../../common/analytics/event';
import { describeInChromium } from './support/chromium';
import { expectOnceAndInOrder } from './support/expect-once';
import { flush, track, user } from './support/page-api';
import type { TestedApp } from './support/tested-app';
import { theApp } from './support/the-app';
import { theirs } from './support/theirs';
import { addTask, exportReport, logIn, logOut, openList } from './support/todos';
import { aVisitor, connected, type Visitor } from './support/visitor';

describeInChromium('a visit', () => {
  let app: TestedApp;
  let visitor: Visitor;

  before(async () => {
    app = await theApp();
  });

  beforeEach(async () => {
    visitor = await aVisitor(app);
  });

  afterEach(() => visitor.leave());

  /** Waits for all that was queued, which has to be there once. */
  async function arrived(): Promise<AnalyticsEvent[]> {
    await visitor.catchUp();
    const events = await theirs(app, visitor);
    expectOnceAndInOrder(events, visitor);
    return events;
  }

  const named = (events: readonly AnalyticsEvent[], wanted: string) =>
    events.filter(({ event }) => event === wanted);
  const paths = (events: readonly AnalyticsEvent[]) =>
    events.filter(({ type }) => type === 'page').map(({ context }) => context.page?.path);

  it('arrives whole: pages, a sign-in, a slow call, no network, a reload, and the end', async () => {
    const page = await visitor.open();
    const stranger = await user(page);
    await openList(page, 'List 3');
    const listPath = new URL(page.url()).pathname;
    await logIn(page);
    const ada = await user(page);
    await addTask(page, 'Buy milk');
    await exportReport(page);
    await visitor.context.setOffline(true);
    await track(page, 'Offline');
    await flush(page);
    await visitor.context.setOffline(false);
    await page.reload();
    await connected(page);
    await track(page, 'Last Word');
    await page.close({ runBeforeUnload: true });

    const events = await arrived();

    expect(visitor.errors).to.deep.equal([]);
    expect(paths(events)).to.deep.equal(['/', listPath, '/reports', '/reports']);
    const signedIn = named(events, 'Signed In');
    expect(signedIn).to.have.length(1);
    const at = events.indexOf(signedIn[0] as AnalyticsEvent);
    for (const [index, event] of events.entries()) {
      expect(event.anonymousId).to.equal(stranger.anonymousId);
      if (event.type === 'identify') continue;
      expect([event.event, event.userId]).to.deep.equal([
        event.event,
        index < at ? undefined : ada.id,
      ]);
    }
    for (const name of ['Task Added', 'Offline', 'Last Word']) {
      expect(named(events, name), name).to.have.length(1);
    }
  });

  it('leads from a slow call to the trace of the server', async () => {
    const page = await visitor.open();

    await exportReport(page);
    await flush(page);
    const events = await arrived();

    const [slow, ...others] = named(events, 'DDP Slow Call').filter(
      ({ properties }) => properties?.name === 'reports.export',
    );
    expect(others).to.deep.equal([]);
    const { ddp, durationMs } = (slow?.properties ?? {}) as Record<string, string>;
    const found = await fetch(
      `${app.url}/_radiant/api/v1/traces?from=0&to=${Date.now() + 60_000}&ddp=${encodeURIComponent(ddp ?? '')}`,
    );
    const { traces } = (await found.json()) as {
      traces: Array<{ name: string; durationMs: number }>;
    };
    expect(traces.map((trace) => trace.name)).to.deep.equal(['reports.export']);
    expect(Number(durationMs)).to.be.at.least(traces[0]?.durationMs ?? Number.NaN);
  });

  it('is of somebody else after a sign-out', async () => {
    const page = await visitor.open();
    await logIn(page);
    const ada = await user(page);
    await logOut(page);
    // The page may show it a moment before who listens for sign-outs is told.
    while ((await user(page)).anonymousId === ada.anonymousId) await page.waitForTimeout(50);
    await track(page, 'Stranger');
    const stranger = await user(page);
    await page.close({ runBeforeUnload: true });

    const events = await arrived();

    const [out] = named(events, 'Signed Out');
    const [after] = named(events, 'Stranger');
    expect([out?.userId, out?.anonymousId]).to.deep.equal([ada.id, ada.anonymousId]);
    expect([after?.userId, after?.anonymousId]).to.deep.equal([undefined, stranger.anonymousId]);
    expect(stranger.anonymousId).not.to.equal(ada.anonymousId);
  });
});
