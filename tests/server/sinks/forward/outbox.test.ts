import { expect } from 'chai';
import type { AnalyticsEvent } from '../../../../common/analytics/event';
import { ga4Forwarder } from '../../../../server/sinks/forward/ga4';
import { posthogForwarder } from '../../../../server/sinks/forward/posthog';
import { segmentForwarder } from '../../../../server/sinks/forward/segment';
import { diskSpill } from '../../../../server/spill/disk-spill';
import { aBatch, aSeries } from '../../../support/a-batch';
import { aFolder } from '../../../support/a-folder';
import { anEvent } from '../../../support/an-event';
import { anOutboxOf, aSink } from '../../../support/an-outbox';
import { forwardedAt } from '../../../support/describe-forwarder';
import { ga4Rules } from '../../../support/vendors/ga4';
import { posthogRules } from '../../../support/vendors/posthog';
import { segmentRules } from '../../../support/vendors/segment';
import { startVendor, type Vendor } from '../../../support/vendors/vendor';

const wallNow = () => forwardedAt;

const aWindow = (sequence: number, events?: readonly AnalyticsEvent[]) =>
  aBatch({
    id: `i-${sequence}`,
    sequences: [sequence, sequence],
    from: forwardedAt + sequence * 10_000,
    series: [aSeries('ddp.connects', {}, sequence)],
    ...(events ? { events } : {}),
  });

const someEvents = (sequence: number, count = 3) =>
  Array.from({ length: count }, (_, at) =>
    anEvent({ at: forwardedAt, messageId: `m-${sequence}-${at}`, anonymousId: `a-${at}` }),
  );

const messagesAt = (vendor: Vendor, from = 0) =>
  vendor.requests
    .slice(from)
    .flatMap(({ body }) => (body as { batch: { messageId: string }[] }).batch)
    .map(({ messageId }) => messageId);

/** Closes an outbox whose disk is a real one, while its clock goes on. */
async function closed({ outbox, clock }: ReturnType<typeof anOutboxOf>): Promise<void> {
  let isClosed = false;
  outbox.close(0).finally(() => {
    isClosed = true;
  });
  for (let turn = 0; turn < 1_000 && !isClosed; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.advance(5);
  }
  expect(isClosed).to.equal(true);
}

describe('forwarders behind the outbox', function () {
  this.timeout(20_000);
  const folder = aFolder();
  let segment: Vendor;
  let posthog: Vendor;
  let ga4: Vendor;

  before(async () => {
    segment = await startVendor(segmentRules('key'));
    posthog = await startVendor(posthogRules('phc_key'));
    ga4 = await startVendor(ga4Rules('G-1', 'secret'));
  });
  beforeEach(() => {
    for (const vendor of [segment, posthog, ga4]) vendor.reset();
  });
  afterEach(() => {
    for (const vendor of [segment, posthog, ga4]) expect(vendor.problems).to.deep.equal([]);
  });
  after(async () => {
    for (const vendor of [segment, posthog, ga4]) await vendor.close();
  });

  const toSegment = () =>
    segmentForwarder({ url: segment.url, writeKey: 'key', consent: 'segment', wallNow });
  const toPosthog = () =>
    posthogForwarder({
      url: posthog.url,
      key: 'phc_key',
      consent: 'posthog',
      groupType: 'company',
      profiles: 'identified',
      wallNow,
    });
  const toGa4 = () =>
    ga4Forwarder({
      url: ga4.url,
      measurementId: 'G-1',
      apiSecret: 'secret',
      consent: 'ga4',
      userId: false,
      traits: [],
      ads: false,
      wallNow,
    });

  it('have each event once, however long a destination is down, and none waits for another', async () => {
    const { outbox, clock, drops } = anOutboxOf([toSegment(), toPosthog()]);
    segment.next(...Array.from({ length: 7 }, () => ({ status: 503 })));

    for (let sequence = 1; sequence <= 12; sequence++) {
      outbox.put(aWindow(sequence, someEvents(sequence)));
      await outbox.settled();
      await clock.advance(10_000);
    }
    expect(posthog.requests.flatMap(({ body }) => (body as { batch: [] }).batch)).to.have.length(
      36,
    );
    for (let n = 0; n < 60; n++) {
      await outbox.settled();
      await clock.advance(10_000);
    }

    const taken = messagesAt(segment, 7);
    expect(taken).to.have.length(36);
    expect(new Set(taken).size).to.equal(36);
    expect(drops.total()).to.deep.equal({});
    expect(outbox.status().segment).to.include({ state: 'ok', waitingBatches: 0 });
    await outbox.close(0);
  });

  it('leave a destination alone for as long as it asks', async () => {
    const { outbox, clock } = anOutboxOf([toSegment()]);
    segment.next({ status: 429, headers: { 'retry-after': '120' } });

    outbox.put(aWindow(1, someEvents(1)));
    await outbox.settled();
    await clock.advance(119_000);
    await outbox.settled();
    expect(segment.requests).to.have.length(1);
    await clock.advance(60_000);
    await outbox.settled();

    expect(segment.requests).to.have.length(2);
    await outbox.close(0);
  });

  it('send what a request failed to take, and nothing else again, to one that knows no event again', async () => {
    const { outbox, clock } = anOutboxOf([toGa4()]);
    ga4.next({ status: 204 }, { status: 503 }, { status: 204 });

    outbox.put(aWindow(1, someEvents(1, 10)));
    await outbox.settled();
    await clock.advance(60_000);
    await outbox.settled();

    const people = ga4.requests.map(({ body }) => (body as { client_id: string }).client_id);
    expect(ga4.requests).to.have.length(11);
    expect(new Set(people).size).to.equal(10);
    expect(outbox.status().ga4).to.include({ state: 'ok', waitingBatches: 0 });
    await outbox.close(0);
  });

  it('count the events that were refused, and the windows of which nothing was taken', async () => {
    const { outbox, drops, warnings } = anOutboxOf([toSegment()]);
    segment.refuse(/m-1-1/, { status: 400, body: 'no such thing as "Task Added"' });

    outbox.put(aWindow(1, someEvents(1)));
    await outbox.settled();
    segment.refuse(/m-2/, { status: 401, body: 'key key key' });
    outbox.put(aWindow(2, someEvents(2)));
    await outbox.settled();

    expect(drops.total()).to.deep.equal({ refused: 1, 'sink-failed': 1 });
    expect(warnings.join()).to.include('401').and.not.include('Task Added');
    expect(outbox.status().segment?.lastError).to.include('Segment.io answered 401');
    await outbox.close(0);
  });

  it('have windows with nothing in them but events, and no others', async () => {
    const noting = aSink('noting');
    const whole = aSink('whole');
    const { outbox } = anOutboxOf([{ ...noting.sink, onlyEvents: true }, whole.sink]);

    outbox.put(aWindow(1, someEvents(1)));
    outbox.put(aWindow(2));
    await outbox.settled();

    expect(noting.batches.map(({ id, series }) => [id, series.length])).to.deep.equal([['i-1', 0]]);
    expect(noting.batches.map(({ events }) => events?.length)).to.deep.equal([3]);
    expect(whole.batches.map(({ series }) => series.length)).to.deep.equal([1, 1]);
    await outbox.close(0);
  });

  it('do not take a window without events for a sign that all is well', async () => {
    const { outbox, warnings } = anOutboxOf([toSegment()]);
    segment.next({ status: 401 });

    outbox.put(aWindow(1, someEvents(1)));
    for (const sequence of [2, 3]) outbox.put(aWindow(sequence));
    await outbox.settled();

    expect(outbox.status().segment?.lastError).to.include('401');
    expect(outbox.status().segment).to.include({ delivered: 0, waitingBatches: 0 });
    expect(warnings).to.have.length(1);
    await outbox.close(0);
  });

  it('find on disk, after a restart, what could not be delivered', async () => {
    const spillOf = (pid: number) => () =>
      diskSpill({
        path: folder.path,
        sinkName: 'segment',
        maxBytes: 2 ** 24,
        self: { host: 'here', pid, instance: `i${pid}` },
        drops: { add: () => undefined },
        timers: { after: () => () => undefined },
        now: () => forwardedAt,
        isAlive: (other) => other === pid,
        warn: () => undefined,
      });
    const first = anOutboxOf([toSegment()], { spillOf: spillOf(1) });
    segment.next({ status: 503 }, { status: 503 }, { status: 503 });
    first.outbox.put(aWindow(1, someEvents(1)));
    await first.outbox.settled();
    await closed(first);
    const sentBefore = segment.requests.length;
    segment.reset();

    const second = anOutboxOf([toSegment()], { spillOf: spillOf(2) });
    second.outbox.put(aWindow(2, someEvents(2)));
    await second.outbox.settled();

    expect(sentBefore).to.be.within(1, 3);
    expect(messagesAt(segment).sort()).to.deep.equal(
      [1, 2].flatMap((sequence) => someEvents(sequence).map(({ messageId }) => messageId)).sort(),
    );
    await second.outbox.close(0);
  });
});
