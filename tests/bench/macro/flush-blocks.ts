/** The longest times for which the event loop was not free, in milliseconds. */
export interface Blocks {
  /** Longest time between two turns of the loop. */
  readonly longestMs: number;
  /** The same, but no longer than the process had CPU meanwhile: waiting for a core is not in it. */
  readonly longestCpuMs: number;
  /** CPU time of it all. */
  readonly cpuMs: number;
}

/**
 * Turns the event loop round and round while `work` is under way, and measures
 * from one turn to the next. What `work` does in one go is within one of them.
 */
export async function flushBlocks(work: () => Promise<void>): Promise<Blocks> {
  let longestMs = 0;
  let longestCpuMs = 0;
  let isOver = false;
  const begun = process.cpuUsage();
  const over = work().then(() => {
    isOver = true;
  });
  let at = performance.now();
  let cpu = process.cpuUsage();
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    longestMs = Math.max(longestMs, now - at);
    longestCpuMs = Math.max(longestCpuMs, Math.min(now - at, (user + system) / 1_000));
    at = performance.now();
    cpu = process.cpuUsage();
  }
  await over;
  const { user, system } = process.cpuUsage(begun);
  return { longestMs, longestCpuMs, cpuMs: (user + system) / 1_000 };
}
