import { ByteReader } from '../../../common/byte-reader';
import { ByteWriter } from '../../../common/byte-writer';
import type { HistogramState } from '../../../common/histogram-state';
import type { Grid } from '../../../common/metrics';
import { skipTally, unpackTally } from '../../../common/pack-tally';
import { joinHistograms } from './join-histograms';

/** Packed histograms of one grid together. */
export interface HistogramSum {
  /** Adds the one at which the reader stands, and moves behind it. */
  add(reader: ByteReader): void;
  state(): HistogramState | undefined;
}

// Used from one line to the next only, never across a pause.
const writer = new ByteWriter();

const noMemory = Buffer.alloc(0);

/** They stay packed, which is several times as fast as to unpack each of them. */
export function createHistogramSum(grid: Grid): HistogramSum {
  let sum: ByteReader | undefined;
  let memory: Buffer = noMemory;

  return {
    add(reader) {
      if (!sum) {
        const start = reader.at;
        skipTally(reader);
        sum = new ByteReader(reader.bytes.subarray(start, reader.at)); // which never changes
        return;
      }
      sum.at = 0;
      joinHistograms(writer, sum, reader, grid);
      const taken = writer.takeInto(memory);
      if (taken !== memory || sum.bytes !== taken) sum = new ByteReader(taken);
      memory = taken;
    },
    state() {
      if (!sum) return undefined;
      sum.at = 0;
      return unpackTally(sum, grid).histogram;
    },
  };
}
