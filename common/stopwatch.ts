import type { InvocationKind } from './invocation';

/** What CPU time is booked to: whatever can hold it. */
export interface CpuOwner {
  /** Synchronous time so far, in milliseconds. */
  cpuMs: number;
  /** Who it is. The work of a call has none: the invocation that is current knows. */
  readonly label?: CpuLabel | undefined;
}

/** Under whom CPU time is shown. `unattributed`: nobody's that is known. */
export interface CpuLabel {
  readonly owner: InvocationKind | 'observer' | 'radiant' | 'unattributed';
  /** Of the call; of what opened the observer, else its collection; else empty. */
  readonly name: string;
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
  /** Gives the time it was, of `Recorder.now()`: whoever needs it too need not look again. */
  enter(owner: CpuOwner): number;
  /** The same. */
  leave(): number;
}

/** A stopwatch that can be looked at while it runs. */
export interface WatchedStopwatch extends CpuStopwatch {
  /**
   * Tells `watch` of every slice from now on; nobody when undefined. Turns
   * that are under way are forgotten, so that it may begin and end anywhere:
   * a `leave` without a turn does nothing.
   */
  watch(watch: SliceWatch | undefined): void;
}

/** Hears who was on the CPU, and when. Must not throw. */
export interface SliceWatch {
  /** Where the slices of `owner` go. Asked at each `enter`, while its invocation is current. */
  accountOf(owner: CpuOwner): SliceAccount;
}

export interface SliceAccount {
  /** It had the CPU from `from` to `to`, which are times of `Recorder.now()`. */
  add(from: number, to: number): void;
}
