import type { Work } from './work';

/** What can be running: everything that load, time, errors and spans are booked to. */
export const invocationKinds = ['method', 'publication', 'http', 'job'] as const;

export type InvocationKind = (typeof invocationKinds)[number];

/** What is running: the thing that load, errors and spans are booked to. */
export interface Invocation {
  readonly kind: InvocationKind;
  readonly name: string;
  /** Whether it is over: the result is sent, the subscription has stopped. */
  readonly ended: boolean;
  /** The invocation that started this one, when it was the server's own code. */
  readonly parent?: Invocation | undefined;
  /** What it has cost so far, and its part of a trace. */
  readonly work: Work;
}

/**
 * The invocation that the running code belongs to, carried across `await`.
 *
 * Enter exactly once per invocation; never inherit. Where Meteor starts the
 * next message from inside the current one (`unblock`), leave first.
 */
export interface InvocationContext {
  current(): Invocation | undefined;
  /** Calls `fn` with `self` and `args` inside `invocation`; returns what it returns. */
  run<Args extends unknown[], Result>(
    invocation: Invocation,
    fn: (...args: Args) => Result,
    self: unknown,
    args: Args,
  ): Result;
  /** Calls `fn` outside of any invocation. */
  exit<Result>(fn: () => Result): Result;
  /** Carries nothing any more, so that no promise of the app pays for it. */
  close(): void;
}
