import type { Recorder } from '../../common/recorder';
import { type AppDims, appDims, type Labels } from './app-dims';
import type { Recording } from './recording';

/** A number that only grows: how often something happened. */
export interface Counter {
  /** Adds `n`, 1 by default. Never throws: what is no finite number from 0 up is counted as a drop. */
  add(n?: number): void;
}

interface Sum {
  readonly dims: AppDims;
  value: number;
  isListed: boolean;
}

/** Sums that wait for the end of the window, of any number of handles an app may make. */
const mostListed = 10_000;

/** Makes counters: adding is an addition, and one sample per window is recorded. */
export function createCounters(recording: Recording) {
  const listed: Sum[] = [];

  function drain(recorder: Recorder): void {
    for (const sum of listed) {
      const { dims, value } = sum;
      recorder.record({ kind: 'metric', metric: 'app.counter', dims, value });
      sum.value = 0;
      sum.isListed = false;
    }
    listed.length = 0;
  }

  function list(sum: Sum, recorder: Recorder): void {
    if (listed.length >= mostListed) drain(recorder);
    sum.isListed = true;
    listed.push(sum);
  }

  recording.onCollect(drain);

  return (name: string, { labels }: { readonly labels?: Labels | undefined } = {}): Counter => {
    const sum: Sum = { dims: appDims(name, labels), value: 0, isListed: false };
    return {
      add(n = 1) {
        const { recorder } = recording;
        if (!recorder) return;
        if (!Number.isFinite(n) || n < 0) return recorder.drop('invalid', 1);
        sum.value += n;
        if (!sum.isListed) list(sum, recorder);
      },
    };
  };
}
