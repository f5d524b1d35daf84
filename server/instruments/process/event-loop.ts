import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Recorder } from '../../../common/recorder';
import type { Undo } from '../../../common/undo';

const percentiles = [50, 90, 95, 99, 99.9, 100];

/**
 * Records how late the event loop is. Node counts the delays in its own
 * histogram, whose buckets Node 20 and 22 do not give away; so each window
 * hands on as many values as were counted, spread over the percentiles it does
 * give. The quantiles of the window stay right at those percentiles.
 */
export function watchEventLoop(recorder: Recorder, resolutionMs: number): Undo {
  const monitor = monitorEventLoopDelay({ resolution: resolutionMs });
  monitor.enable();

  const stopCollecting = recorder.onCollect(() => {
    const { count } = monitor;
    let counted = 0;
    for (const percentile of percentiles) {
      const upTo = percentile === 100 ? count : Math.round((count * percentile) / 100);
      const delayMs = Math.max(0, monitor.percentile(percentile) / 1e6 - resolutionMs);
      for (; counted < upTo; counted++) {
        const metric = 'process.eventLoopDelay';
        recorder.record({ kind: 'metric', metric, dims: {}, value: delayMs });
      }
    }
    monitor.reset();
  });

  return () => {
    stopCollecting();
    monitor.disable();
  };
}
