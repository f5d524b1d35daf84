import { expect } from 'chai';
import type { Batch } from '../../common/batch';
import type { Sink } from '../../common/sink';
import { aBatch, aSeries } from './a-batch';
import { aFullLogEntry } from './a-log-entry';
import { aFullTrace } from './a-trace';
import { aFullErrorEntry } from './an-error-entry';
import { everyEvent } from './an-event';

/** Makes a sink whose backend answers; called anew for each test. */
export type MakeSink = () => Sink | Promise<Sink>;

/** The promises that every sink keeps while its backend is well. */
export function describeSink(name: string, makeSink: MakeSink): void {
  describe(`${name}, as a sink`, () => {
    let sink: Sink;
    const { signal } = new AbortController();

    beforeEach(async () => {
      sink = await makeSink();
    });

    afterEach(async () => {
      await sink.close?.();
    });

    it('has a stable name in lower case', async () => {
      const other = await makeSink();
      await other.close?.();

      expect(sink.name).to.match(/^[a-z][a-z0-9-]*$/);
      expect(other.name).to.equal(sink.name);
    });

    it('takes a batch with every kind of series, traces, errors, lines and events', async () => {
      await sink.write(everyKind(), signal);
    });

    it('takes a batch without series', async () => {
      await sink.write(aBatch({ from: Date.now() - 20_000 }), signal);
    });

    it('takes a batch that covers several windows, and its losses', async () => {
      const from = Date.now() - 60_000;
      const batch = aBatch({ from, to: from + 60_000, sequences: [1, 6] });

      await sink.write({ ...batch, drops: { 'series-limit': 3, 'buffer-full': 1 } }, signal);
    });

    it('takes the same batch twice', async () => {
      const batch = everyKind();

      await sink.write(batch, signal);
      await sink.write(batch, signal);
    });

    it('takes many batches, one after the other', async () => {
      const from = Date.now() - 200_000;
      for (let at = 0; at < 20; at++) {
        const series = [aSeries('ddp.connects', {}, at)];
        await sink.write(aBatch({ from: from + at * 10_000, series }), signal);
      }
    });

    it('takes names with anything in them', async () => {
      const names = [
        '',
        '$where',
        'a.b',
        'ключ',
        '"\\\n\r\t',
        '__proto__',
        '😀',
        'x'.repeat(5_000),
      ];
      const series = names.map((odd) => aSeries('publication.subscribes', { name: odd }, 1));

      await sink.write(aBatch({ from: Date.now() - 20_000, series }), signal);
    });

    it('takes histograms without values, at both scales, and with the largest counts', async () => {
      const counted = aSeries('publication.initialDocs', { name: 'many' }, [5]);
      if (counted.kind !== 'histogram') return;
      const many = { ...counted.value, count: 2 ** 40, sum: 5 * 2 ** 40, buckets: [2 ** 40] };
      const series = [
        aSeries('method.run', { name: 'none', origin: 'client' }, []),
        aSeries('method.run', { name: 'wide', origin: 'client' }, [0.001, 1e6]),
        { ...counted, value: many },
      ];

      await sink.write(aBatch({ from: Date.now() - 20_000, series }), signal);
    });

    it('leaves the batch as it is: others are given the same one', async () => {
      const batch = deeplyFrozen(everyKind());

      await sink.write(batch, signal);
    });

    it('takes a batch that covers a window it had before', async () => {
      const from = Date.now() - 60_000;
      const series = [aSeries('ddp.connects', {}, 1)];
      const one = aBatch({ from, sequences: [1, 1], series });

      await sink.write(one, signal);
      await sink.write(aBatch({ from, to: from + 20_000, sequences: [1, 2], series }), signal);
    });

    it('takes an older batch after a newer one, as after a restart', async () => {
      const from = Date.now() - 60_000;

      await sink.write(aBatch({ from }), signal);
      await sink.write(aBatch({ from: from - 600_000, resource: { instance: 'before' } }), signal);
    });

    it('lets go when it is closed, written to or not, and after a write that was called off', async () => {
      const [unused, calledOff] = [await makeSink(), await makeSink()];
      const controller = new AbortController();
      const written = calledOff.write(everyKind(), controller.signal);
      controller.abort();
      await Promise.allSettled([written]);

      await unused.close?.();
      await calledOff.close?.();
    });

    it('settles soon when it is called off', async () => {
      const controller = new AbortController();
      const written = sink.write(everyKind(), controller.signal);

      controller.abort();

      await Promise.allSettled([written]);
    });

    it('takes the same batch again after it was called off', async () => {
      const controller = new AbortController();
      const batch = everyKind();
      const written = sink.write(batch, controller.signal);
      controller.abort();
      await Promise.allSettled([written]);

      await sink.write(batch, signal);
    });
  });
}

function everyKind(): Batch {
  const dims = { name: 'tasks.add', origin: 'client' };
  const from = Date.now() - 20_000;
  return aBatch({
    from,
    traces: [aFullTrace({ at: from })],
    errors: [aFullErrorEntry({ lastAt: from + 1 })],
    logs: [aFullLogEntry({ at: from + 2 })],
    events: everyEvent(from + 3),
    series: [
      aSeries('method.calls', { ...dims, outcome: 'ok' }, 12),
      aSeries('method.inFlight', dims, 3),
      aSeries('process.cpuShare', {}, 0.25),
      aSeries('method.duration', { ...dims, outcome: 'ok' }, [0, 0.4, 12, 12.5, 900]),
      aSeries('publication.lifetime', { name: 'lists' }, [86_400_000]),
      aSeries('method.resultBytes', dims, [0, 17, 4_096]),
    ],
  });
}

function deeplyFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deeplyFrozen);
    Object.freeze(value);
  }
  return value;
}
