import {
  constants,
  type PerformanceObserver as Observer,
  type PerformanceEntry,
} from 'node:perf_hooks';
import type { Recorder } from '../../../common/recorder';
import type { Undo } from '../../../common/undo';

const kinds: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

/** Records every pause of the garbage collector. One callback may carry many. */
export function watchGc(recorder: Recorder, PerformanceObserver: typeof Observer): Undo {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const gc = kinds[kindOf(entry)] ?? 'other';
      recorder.record({
        kind: 'metric',
        metric: 'process.gc',
        dims: { gc },
        value: entry.duration,
      });
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}

function kindOf(entry: PerformanceEntry): number {
  const { detail } = entry as PerformanceEntry & { readonly detail?: { readonly kind?: number } };
  return detail?.kind ?? -1;
}
