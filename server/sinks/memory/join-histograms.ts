import type { ByteReader } from '../../../common/byte-reader';
import type { ByteWriter } from '../../../common/byte-writer';
import { mergeStates } from '../../../common/histogram';
import type { Grid } from '../../../common/metrics';
import { packTally, unpackTally } from '../../../common/pack-tally';
import { mergePacked } from './merge-packed';

/** Writes the sum of the two histograms at which the readers stand. */
export function joinHistograms(writer: ByteWriter, a: ByteReader, b: ByteReader, grid: Grid): void {
  if (mergePacked(writer, a, b)) return;
  const [one, other] = [unpackTally(a, grid).histogram, unpackTally(b, grid).histogram];
  if (!one || !other) throw new TypeError("an observer's histogram without buckets");
  const histogram = mergeStates(one, other);
  packTally(writer, { ...histogram, histogram });
}
