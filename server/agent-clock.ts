import { performance } from 'node:perf_hooks';
import type { Timers } from './pipeline/timers';

/** Clocks and timers of an agent. */
export interface AgentClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Epoch milliseconds. */
  wallNow(): number;
  readonly timers: Timers;
}

export const nodeClock: AgentClock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  timers: {
    after(ms, fn) {
      const timer = setTimeout(fn, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
  },
};
