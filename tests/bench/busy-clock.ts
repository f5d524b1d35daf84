/** A moment, by two clocks. */
export interface Moment {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export function moment(): Moment {
  const { user, system } = process.cpuUsage();
  return { wallMs: performance.now(), cpuMs: (user + system) / 1_000 };
}

/**
 * How long the process was at work since then, in milliseconds: by the clock or
 * by its CPU time, whichever is less. Waiting for a core makes only the first
 * larger; helpers of the compiler and the garbage collector only the second.
 */
export function busySince(then: Moment): number {
  const now = moment();
  return Math.min(now.wallMs - then.wallMs, now.cpuMs - then.cpuMs);
}
