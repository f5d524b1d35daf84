import type { TraceBuffer } from '../../../common/trace-buffer';

/**
 * The traces that are open, oldest first. The list runs through the traces
 * themselves: one goes in and out with every call, and nothing is allocated.
 */
export interface OpenTraces {
  add(trace: TraceBuffer): void;
  remove(trace: TraceBuffer): void;
  oldest(): TraceBuffer | undefined;
}

export function createOpenTraces(): OpenTraces {
  let oldest: TraceBuffer | undefined;
  let newest: TraceBuffer | undefined;

  return {
    add(trace) {
      trace.older = newest;
      if (newest) newest.newer = trace;
      else oldest = trace;
      newest = trace;
    },
    remove(trace) {
      const { older, newer } = trace;
      if (older) older.newer = newer;
      else oldest = newer;
      if (newer) newer.older = older;
      else newest = older;
      trace.older = undefined;
      trace.newer = undefined;
    },
    oldest: () => oldest,
  };
}
