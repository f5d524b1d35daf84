import { type Blocks, measureBlocks } from './measure-blocks';

/** Nanoseconds of a flush. */
export interface FlushTimes {
  /** What it takes from everybody else, in all. */
  readonly sum: number;
  /** And at once. */
  readonly longest: number;
}

export interface MeasuredFlushes {
  readonly warm: FlushTimes;
  /** With code that is not compiled yet, and a grown heap to get. */
  readonly first: FlushTimes;
}

const rounds = 30;
const warmUp = 10;

/** Flushes again and again what `touch` recorded. */
export async function flushTimes(
  subject: { flush(): Promise<unknown> },
  touch: () => void,
): Promise<MeasuredFlushes> {
  const measured: Blocks[] = [];
  for (let round = 0; round < rounds; round++) {
    touch();
    measured.push(await measureBlocks(() => subject.flush()));
  }
  const [first] = measured;
  const warm = measured.slice(warmUp);
  return {
    warm: {
      sum: 1e6 * least(warm.map(({ sumMs }) => sumMs)),
      longest: 1e6 * least(warm.map(({ longestMs }) => longestMs)),
    },
    first: { sum: 1e6 * (first?.sumMs ?? 0), longest: 1e6 * (first?.longestMs ?? 0) },
  };
}

/** The third: what else the machine does only makes them longer. */
function least(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[2] ?? Number.NaN;
}
