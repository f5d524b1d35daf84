/** Share of one core that Radiant may take while CPU time is sampled. */
export const mostOwnShare = 0.01;

/** What one slice costs beyond the slice itself: the most that `tests/bench/cpu.bench.ts` found on Node 20 to 26. */
const sliceCostMs = 0.000_215;
/** Below that, one busy window would decide. */
const shortestMs = 60_000;

/** Watches what Radiant itself takes. */
export interface OwnShare {
  /** The hooks are no slices of anybody: their cost is told from their number. */
  addSlices(slices: number): void;
  addMs(ms: number): void;
  /** Whether it was more than `mostOwnShare` of the time since it was last known; decided once a minute. */
  isTooMuch(at: number): boolean;
  /** Forgets what was before. */
  begin(at: number): void;
}

export function createOwnShare(startedAt: number): OwnShare {
  let since = startedAt;
  let ownMs = 0;

  function begin(at: number): void {
    since = at;
    ownMs = 0;
  }

  return {
    addSlices(slices) {
      ownMs += slices * sliceCostMs;
    },
    addMs(ms) {
      ownMs += ms;
    },
    isTooMuch(at) {
      const elapsedMs = at - since;
      if (elapsedMs < shortestMs) return false;
      const share = ownMs / elapsedMs;
      begin(at);
      return share > mostOwnShare;
    },
    begin,
  };
}
