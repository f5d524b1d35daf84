import { busySince, moment } from './busy-clock';

/** How long the event loop had no turn meanwhile, in milliseconds that the process was at work. */
export interface Blocks {
  readonly sumMs: number;
  readonly longestMs: number;
  /** By the clock, waiting for a core included. */
  readonly longestWallMs: number;
  /** CPU time of it all. */
  readonly cpuMs: number;
}

/**
 * Runs work that gives the event loop turns, and looks at the clock in each of
 * them: what lies between two looks is a block. A turn in which nothing was
 * done takes some microseconds, which are left out of the sum.
 */
export async function measureBlocks(work: () => Promise<unknown>): Promise<Blocks> {
  let sumMs = 0;
  let longestMs = 0;
  let longestWallMs = 0;
  const begun = moment();
  let since = moment();
  let done = false;

  function look(): void {
    const tookMs = busySince(since);
    if (tookMs > idleTurnMs) sumMs += tookMs;
    if (tookMs > longestMs) longestMs = tookMs;
    longestWallMs = Math.max(longestWallMs, performance.now() - since.wallMs);
    since = moment();
    if (!done) setImmediate(look);
  }

  setImmediate(look);
  await work();
  done = true;
  look();
  return { sumMs, longestMs, longestWallMs, cpuMs: moment().cpuMs - begun.cpuMs };
}

const idleTurnMs = 0.02;
