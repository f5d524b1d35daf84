import type { ReadAnswer } from './reader';

/** Why one of several reads has no answer. */
export interface ReadRefused {
  readonly error: { readonly code: string; readonly message: string };
}

/** Answers to several reads at once, in the order in which they were asked for. */
export interface ReadsAnswer {
  readonly answers: ReadonlyArray<ReadAnswer | ReadRefused>;
}
