import { ByteReader } from '../../../common/byte-reader';
import type { ByteWriter } from '../../../common/byte-writer';
import type { HistogramState } from '../../../common/histogram';
import type { Grid } from '../../../common/metrics';
import type { ObserverEntry } from '../../../common/observer-entry';
import { packTally, unpackTally } from '../../../common/pack-tally';

const histograms = ['initialQuery', 'lifetime', 'poll'] as const;

type HistogramName = (typeof histograms)[number];

/** A packed tally, and the grid that it does not tell. */
export interface StoredHistogram {
  readonly grid: Grid;
  readonly packed: Uint8Array;
}

/** An entry as it is, its histograms packed: as numbers they would be ten times as large. */
export type StoredObserver = Omit<ObserverEntry, HistogramName> & {
  readonly [Name in HistogramName]?: StoredHistogram;
};

export function packObserver(entry: ObserverEntry, writer: ByteWriter): StoredObserver {
  const { initialQuery: _initialQuery, lifetime: _lifetime, poll: _poll, ...plain } = entry;
  const packed: { [Name in HistogramName]?: StoredHistogram } = {};
  for (const name of histograms) {
    const state = entry[name];
    if (!state) continue;
    const { grid, count, sum, max } = state;
    packTally(writer, { count, sum, max, histogram: state });
    packed[name] = { grid, packed: writer.take() };
  }
  return { ...plain, ...packed };
}

export function unpackObserver(entry: StoredObserver): ObserverEntry {
  const { initialQuery: _initialQuery, lifetime: _lifetime, poll: _poll, ...plain } = entry;
  const states: { [Name in HistogramName]?: HistogramState } = {};
  for (const name of histograms) {
    const stored = entry[name];
    if (!stored) continue;
    const reader = new ByteReader(asBuffer(stored.packed));
    const { histogram } = unpackTally(reader, stored.grid);
    if (histogram) states[name] = histogram;
  }
  return { ...plain, ...states };
}

/** The driver gives buffers; others may give bytes. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
