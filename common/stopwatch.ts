/** What CPU time is booked to: whatever can hold it. */
export interface CpuOwner {
  /** Synchronous time so far, in milliseconds. */
  cpuMs: number;
}

/**
 * Books synchronous time to whom it belongs. `enter` banks the time since the
 * last switch to the owner before and makes `owner` current; `leave` banks it
 * to `owner` and gives the turn back. Nested time is therefore exclusive: it
 * counts once, for the innermost owner.
 *
 * Always `leave` in a `finally`, and never hold a turn across an `await`.
 */
export interface CpuStopwatch {
  enter(owner: CpuOwner): void;
  leave(): void;
}
