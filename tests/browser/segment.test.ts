import { expect } from 'chai';
import { nextBundle } from '../conformance/in-a-page';
import { describeInChromium } from './support/chromium';
import type { TestedApp } from './support/tested-app';
import { theApp } from './support/the-app';
import { aVisitor, type Visitor } from './support/visitor';

interface SegmentPage {
  readonly bundled: {
    readonly AnalyticsBrowser: { load(settings: object, options?: object): SegmentClient };
  };
}

interface SegmentClient {
  identify(userId: string): Promise<unknown>;
  track(event: string): Promise<unknown>;
  user(): Promise<{ anonymousId(): string }>;
}

describeInChromium('a page with Segment’s client', () => {
  let app: TestedApp;
  let visitor: Visitor;

  before(async () => {
    app = await theApp();
    visitor = await aVisitor(app);
  });

  after(() => visitor.leave());

  it('sends to the collector of the app, and is believed as it is', async () => {
    const page = await visitor.context.newPage();
    await page.goto(`${app.url}/go-nowhere`);
    await page.addScriptTag({ content: nextBundle() });

    const anonymousId = await page.evaluate(async () => {
      const { bundled } = globalThis as unknown as SegmentPage;
      const apiHost = `${location.host}/_radiant/v1`;
      const own = { apiKey: 'radiant', apiHost, protocol: 'http' };
      const analytics = bundled.AnalyticsBrowser.load({
        writeKey: 'radiant',
        cdnSettings: { integrations: { 'Segment.io': own } },
      });
      await analytics.track('Before');
      await analytics.identify('bea');
      await analytics.track('After');
      return (await analytics.user()).anonymousId();
    });
    await page.close({ runBeforeUnload: true });
    await app.eventNamed('After', { anonymousId });
    const events = await app.events((event) => event.anonymousId === anonymousId);

    const told = events.map(({ type, event, userId }) => [type, event, userId]);
    expect(told).to.have.deep.members([
      ['track', 'Before', undefined],
      ['identify', undefined, 'bea'],
      ['track', 'After', 'bea'],
    ]);
  });
});
