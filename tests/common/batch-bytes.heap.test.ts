import { expect } from 'chai';
import type { AnalyticsEvent, JsonObject } from '../../common/analytics/event';
import { batchBytes } from '../../common/batch-bytes';
import { aBatch, aSeries } from '../support/a-batch';
import { aLogEntry } from '../support/a-log-entry';
import { aSpan, aTrace } from '../support/a-trace';
import { anErrorEntry } from '../support/an-error-entry';
import { aFullEvent, anEvent } from '../support/an-event';
import { aCoverage, aHistogram, observerOf } from '../support/an-observer';
import { settledHeapBytes } from '../support/heap-bytes';

const lifetime = () => aHistogram('lifetime', [1, 10, 100, 1_000]);

describe('batchBytes', () => {
  it('counts series, observers, coverage, traces, errors, lines and events', () => {
    const empty = batchBytes(aBatch());
    const parts = [
      { series: [aSeries('ddp.connects', {}, 1)] },
      { observers: [observerOf('a')] },
      { coverage: [aCoverage()] },
      { traces: [aTrace()] },
      { errors: [anErrorEntry()] },
      { logs: [aLogEntry()] },
      { events: [anEvent()] },
    ];

    const each = parts.map((part) => batchBytes(aBatch(part)) - empty);

    for (const bytes of each) expect(bytes).to.be.greaterThan(100);
    expect(batchBytes(aBatch(Object.assign({}, ...parts))) - empty).to.equal(
      each.reduce((sum, bytes) => sum + bytes, 0),
    );
  });

  it('counts the characters of names and shapes, and the buckets of histograms', () => {
    const bytesOf = (fields: Parameters<typeof observerOf>[1]) =>
      batchBytes(aBatch({ observers: [observerOf('a', fields)] }));
    const shape = 'x'.repeat(1_000);
    const histogram = lifetime();

    expect(bytesOf({ shape }) - bytesOf({ shape: '' })).to.equal(2_000);
    expect(bytesOf({ lifetime: histogram }) - bytesOf({})).to.be.at.least(
      8 * histogram.buckets.length,
    );
  });

  it('counts all of an event, as deep as it may be', () => {
    const bytesOf = (properties: JsonObject) =>
      batchBytes(aBatch({ events: [anEvent({ messageId: 'm', properties })] }));
    let deep: JsonObject = { text: 'x'.repeat(1_000) };
    for (let depth = 0; depth < 95; depth++) deep = { deep };

    expect(bytesOf(deep) - bytesOf({})).to.be.within(1_000 + 95 * 40, 1_000 + 95 * 50);
  });

  it('is about what events take on the heap', async () => {
    const texts = Array.from({ length: 3_000 }, (_, at) => JSON.stringify(aFullEvent({ at })));
    const make = () => texts.map((text): AnalyticsEvent => JSON.parse(text));
    make(); // so that compiled code is not counted
    const before = await settledHeapBytes();

    const events = make();

    const onHeap = (await settledHeapBytes()) - before;
    expect(batchBytes(aBatch({ events }))).to.be.within(0.6 * onHeap, 1.6 * onHeap);
  });

  it('is about what observers take on the heap', async () => {
    const make = () =>
      Array.from({ length: 2_000 }, (_, at) =>
        observerOf(`publication.${at}`, {
          shape: `{listId: ?, number${at}: ?}`,
          cpuMs: at + 0.5,
          lifetime: lifetime(),
        }),
      );
    make(); // so that compiled code is not counted
    const before = await settledHeapBytes();

    const observers = make();

    const onHeap = (await settledHeapBytes()) - before;
    expect(batchBytes(aBatch({ observers }))).to.be.within(0.6 * onHeap, 1.6 * onHeap);
  });

  it('counts spans, arguments, what did not fit, stacks and messages', () => {
    const long = 'x'.repeat(1_000);
    const bytesOf = (fields: Parameters<typeof aBatch>[0]) => batchBytes(aBatch(fields));
    const traceOf = (fields: Parameters<typeof aTrace>[0]) => bytesOf({ traces: [aTrace(fields)] });
    const { sample } = anErrorEntry();
    const errorOf = (more: object) =>
      bytesOf({ errors: [anErrorEntry({ sample: { ...sample, ...more } })] });

    expect(traceOf({ spans: Array.from({ length: 11 }, () => aSpan()) }) - traceOf({})).to.be.above(
      1_500,
    );
    expect(traceOf({ args: [{ key: [long] }] }) - traceOf({})).to.be.above(1_000);
    expect(traceOf({ beyond: { db: { count: 1, durationMs: 1 } } })).to.be.above(traceOf({}));
    expect(errorOf({ stack: long }) - errorOf({})).to.be.above(1_000);
    expect(errorOf({ causes: [long, long] }) - errorOf({})).to.be.above(2_000);
    expect(bytesOf({ logs: [aLogEntry({ message: long })] })).to.be.above(1_000);
  });

  it('does not follow arguments without end', () => {
    const args: unknown[] = [];
    args.push(args);

    expect(batchBytes(aBatch({ traces: [aTrace({ args })] }))).to.be.below(2_000);
  });

  const many = (count: number) => Array.from({ length: count }, (_, at) => at);
  const text = (at: number) => Array.from({ length: 40 }, () => `line ${at}`).join(' ');
  const attributes = { collection: 'tasks', operation: 'find' };
  const onHeapOf: Record<string, () => Parameters<typeof aBatch>[0]> = {
    traces: () => ({
      traces: many(1_000).map((at) =>
        aTrace({
          at,
          ddp: `session-${at}::7`,
          durationMs: at + 0.5,
          spans: many(10).map((span) => {
            return aSpan({ startMs: at + span / 3, durationMs: span / 7, attributes });
          }),
        }),
      ),
    }),
    errors: () => ({
      errors: many(2_000).map((at) =>
        anErrorEntry({ message: text(at), sample: { at, message: text(at), stack: text(at) } }),
      ),
    }),
    lines: () => ({ logs: many(5_000).map((at) => aLogEntry({ at, message: text(at) })) }),
  };

  for (const [what, make] of Object.entries(onHeapOf)) {
    it(`is about what ${what} take on the heap`, async () => {
      JSON.stringify(make()); // so that compiled code is not counted
      const before = await settledHeapBytes();

      const fields = make();

      const onHeap = (await settledHeapBytes()) - before;
      expect(batchBytes(aBatch(fields))).to.be.within(0.6 * onHeap, 1.6 * onHeap);
    });
  }
});
