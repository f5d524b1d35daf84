import type { ByteReader } from '../../../common/byte-reader';
import type { ObserverEntry } from '../../../common/observer-entry';
import { createHistogramSum, type HistogramSum } from './histogram-sum';
import type { KnownObserver } from './observer-ids';
import {
  createObserverRow,
  entryOf,
  gaugeCount,
  type ObserverRow,
  packedHistograms,
  skipHistograms,
} from './pack-observer';

/** What an observer did in windows of one sender that follow each other. */
export interface ObserverSum {
  /** Adds a row, and what of its histograms is next in `reader`; gauges count in the last window. */
  add(row: ObserverRow, reader: ByteReader, isLast: boolean): void;
  entry(of: KnownObserver['of']): ObserverEntry;
}

/** `coarse` lets histograms go. */
export function createObserverSum({ coarse }: { readonly coarse: boolean }): ObserverSum {
  const sum = createObserverRow();
  const histograms = new Map<(typeof packedHistograms)[number], HistogramSum>();

  function addHistograms(row: ObserverRow, reader: ByteReader): void {
    for (const [at, packed] of packedHistograms.entries()) {
      if (!(row.histograms & (1 << at))) continue;
      const known = histograms.get(packed) ?? createHistogramSum(packed[1]);
      known.add(reader);
      histograms.set(packed, known);
    }
  }

  return {
    add(row, reader, isLast) {
      const { values } = sum;
      for (let at = isLast ? 0 : gaugeCount; at < values.length; at++) {
        values[at] = (values[at] ?? 0) + (row.values[at] ?? 0);
      }
      if (coarse) skipHistograms(reader, row);
      else addHistograms(row, reader);
    },
    entry(of) {
      const entry = entryOf(sum, of);
      for (const [[field], histogram] of histograms) {
        const state = histogram.state();
        if (state) entry[field] = state;
      }
      return entry;
    },
  };
}
