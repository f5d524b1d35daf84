import { expect } from 'chai';
import fc from 'fast-check';
import type { Batch } from '../../common/batch';
import { mergeBatches } from '../../common/batch-merge';
import type { Stat } from '../../common/reader';
import { type MemorySink, memorySink } from '../../server/sinks/memory';
import { aBatch, aSeries } from '../support/a-batch';
import { aHistogram, observerOf } from '../support/an-observer';
import { drained } from '../support/drained';

const minute = 60_000;
const start = 1_764_000_000_000; // a full ten minutes
const range = { from: start, to: start + 2 * minute, stepMs: minute };
const { signal } = new AbortController();

const name = fc.constantFrom('a', 'b', 'c');
const counts = fc.array(fc.tuple(name, fc.integer({ min: 0, max: 1e6 })), { maxLength: 3 });
const values = fc.array(
  fc.tuple(name, fc.array(fc.integer({ min: 0, max: 1e7 }), { maxLength: 5 })),
  {
    maxLength: 3,
  },
);

const oncePerName = <Value>(pairs: ReadonlyArray<readonly [string, Value]>) => [...new Map(pairs)];

/** What one window holds, so that the same name comes in some windows and not in others. */
const content = fc.record({ counts, values, observers: counts });

const windows = fc.array(content, { minLength: 12, maxLength: 12 }).map((contents) =>
  contents.map((one, at) =>
    aBatch({
      id: `instance-a-${at + 1}`,
      sequences: [at + 1, at + 1],
      from: start + at * 10_000,
      series: [
        ...oncePerName(one.counts).map(([key, count]) =>
          aSeries('publication.subscribes', { name: key }, count),
        ),
        ...oncePerName(one.values).map(([key, list]) =>
          aSeries('publication.ready', { name: key }, list),
        ),
      ],
      observers: oncePerName(one.observers).map(([key, count]) =>
        observerOf(key, {
          handles: count,
          created: count,
          evaluations: count,
          poll: aHistogram('duration', [count]),
        }),
      ),
    }),
  ),
);

async function stored(batches: readonly Batch[]): Promise<MemorySink> {
  const sink = memorySink({ now: () => start + 3 * minute });
  for (const batch of batches) await sink.write(batch, signal);
  return sink;
}

const merged = (batches: readonly Batch[]) =>
  [batches.slice(0, 6), batches.slice(6)].map(
    (part) => drained(mergeBatches(part, { recordBytes: 0 })).batch,
  );

const reads: ReadonlyArray<readonly ['publication.subscribes' | 'publication.ready', Stat]> = [
  ['publication.subscribes', 'sum'],
  ['publication.subscribes', 'rate'],
  ['publication.ready', 'sum'],
  ['publication.ready', 'rate'],
  ['publication.ready', 'avg'],
  ['publication.ready', 'max'],
  ['publication.ready', 'p50'],
  ['publication.ready', 'p99'],
  ['publication.ready', 'buckets'],
];

describe('what is read of merged batches', () => {
  it('is what is read of the batches that were merged, by the minute', async () => {
    await fc.assert(
      fc.asyncProperty(windows, async (batches) => {
        const fine = await stored(batches);
        const coarse = await stored(merged(batches));

        for (const [metric, stat] of reads) {
          const query = { metric, stat, by: ['name'], ...range };
          expect(await coarse.reader.read(query), `${metric} ${stat}`).to.deep.equal(
            await fine.reader.read(query),
          );
        }
        expect(await coarse.reader.observers(range)).to.deep.equal(
          await fine.reader.observers(range),
        );
      }),
      { numRuns: 60 },
    );
  });
});
