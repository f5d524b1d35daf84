import { expect } from 'chai';
import type { Series } from '../../../../common/batch';
import { addTallies, type Tally, tallyOf } from '../../../../common/tally';
import { createObserverIds } from '../../../../server/sinks/memory/observer-ids';
import {
  mergeWindows,
  type PackedWindow,
  packBatch,
  rowsOf,
  type StoredIds,
  stripWindow,
} from '../../../../server/sinks/memory/packed-window';
import { createSeriesIds } from '../../../../server/sinks/memory/series-ids';
import { aBatch, aSeries } from '../../../support/a-batch';
import { done } from '../../../support/done';
import { seeded } from '../../../support/seeded';

const someIds = () => ({ series: createSeriesIds(), observers: createObserverIds() });

const pack = (series: readonly Series[], ids: StoredIds) =>
  done(packBatch(aBatch({ series }), ids));

/** All rows, by the name of their series. */
function unpack(window: PackedWindow, ids: StoredIds, metric: Series['metric']) {
  const entries = [...ids.series.ofMetric(metric)];
  const wanted = new Map(entries.map((entry) => [entry.id, entry]));
  return new Map<string, Tally>(
    [...rowsOf(window, wanted)].map(([{ dims, isRest }, tally]) => [
      isRest ? 'rest' : (dims.name ?? ''),
      tally,
    ]),
  );
}

const named = (name: string) => ({ name, origin: 'client' });

/** Values over few or many octaves, zeros among them. */
function values(random: () => number): number[] {
  const octaves = random() < 0.3 ? 30 : 8;
  const lowest = random() * 12;
  return Array.from({ length: Math.floor(random() * 60) }, () =>
    random() < 0.1 ? 0 : 2 ** (lowest + random() * octaves) / 1_000,
  );
}

describe('a packed window', () => {
  it('gives back every tally as it was, for 300 random histograms', () => {
    const random = seeded(41);
    const ids = someIds();
    const series = Array.from({ length: 300 }, (_, at) =>
      aSeries('method.run', named(`m${at}`), values(random)),
    );

    const rows = unpack(pack(series, ids), ids, 'method.run');

    expect(rows.size).to.equal(300);
    for (const one of series) {
      expect(rows.get(one.dims.name ?? '')).to.deep.equal(tallyOf(one, 10_000));
    }
  });

  for (const value of [0, 1, 127, 128, 2 ** 31, 2 ** 53 - 1, 2 ** 53, -1, 0.1, 1e300]) {
    it(`gives back a counter of ${value}`, () => {
      const ids = someIds();

      const window = pack([aSeries('publication.errors', { name: 'x' }, value)], ids);

      expect(unpack(window, ids, 'publication.errors').get('x')?.sum).to.equal(value);
    });
  }

  it('adds up series that came twice in one batch', () => {
    const ids = someIds();
    const twice = [1, 2].map((value) => aSeries('publication.errors', { name: 'x' }, value));

    expect(unpack(pack(twice, ids), ids, 'publication.errors').get('x')?.sum).to.equal(3);
  });

  it('merges as tallies do, for 300 random pairs of histograms', () => {
    const random = seeded(42);
    const ids = someIds();
    const [left, right] = [0, 1].map(() =>
      Array.from({ length: 300 }, (_, at) =>
        aSeries('method.run', named(`m${at}`), values(random)),
      ),
    );

    const merged = done(mergeWindows(pack(left ?? [], ids), pack(right ?? [], ids), ids));

    const rows = unpack(merged, ids, 'method.run');
    left?.forEach((one, at) => {
      const other = right?.[at] ?? one;
      const expected = addTallies(tallyOf(one, 10_000), tallyOf(other, 10_000));
      expect(rows.get(one.dims.name ?? '')).to.deep.equal(expected);
    });
  });

  it('keeps what only one of two windows has', () => {
    const ids = someIds();
    const a = pack([aSeries('method.run', named('a'), [1])], ids);
    const b = pack([aSeries('method.run', named('b'), [2])], ids);

    for (const merged of [done(mergeWindows(a, b, ids)), done(mergeWindows(b, a, ids))]) {
      expect([...unpack(merged, ids, 'method.run').keys()]).to.deep.equal(['a', 'b']);
      expect(merged.withBuckets).to.equal(2);
    }
  });

  it('lets go of buckets to the rest, and keeps count, sum and max', () => {
    const ids = someIds();
    const [a, b, c] = [[1, 2], [3], [900]].map((list, at) =>
      aSeries('method.run', named('abc'[at] ?? ''), list),
    ) as [Series, Series, Series];
    const window = pack([a, b, c], ids);

    const stripped = done(stripWindow(window, new Set([ids.series.idOf(a, 0)]), ids.series));

    const rows = unpack(stripped, ids, 'method.run');
    const { histogram: _, ...numbers } = tallyOf(b, 10_000);
    expect(rows.get('a')).to.deep.equal(tallyOf(a, 10_000));
    expect(rows.get('b')).to.deep.equal(numbers);
    expect(rows.get('rest')).to.deep.equal(addTallies(tallyOf(b, 0), tallyOf(c, 0)));
    expect(stripped.withBuckets).to.equal(1);
  });

  it('moves buckets to the rest that come after a series lost its own', () => {
    const ids = someIds();
    const [early, late] = [[1, 2], [3]].map((list) => aSeries('method.run', named('a'), list)) as [
      Series,
      Series,
    ];
    const stripped = done(stripWindow(pack([early], ids), new Set(), ids.series));

    const merged = done(mergeWindows(stripped, pack([late], ids), ids));

    const rows = unpack(merged, ids, 'method.run');
    const both = addTallies(tallyOf(early, 0), tallyOf(late, 0));
    expect(rows.get('rest')).to.deep.equal(both);
    expect(rows.get('a')).to.deep.equal({ count: 3, sum: 6, max: 3 });
  });
});
