import { type Invocation, invocationKinds } from './invocation';

/** Where an error came from. `timer`: code outside of any call; `app`: told by `Radiant.error`. */
export const errorSources = [
  ...invocationKinds,
  'timer',
  'uncaughtException',
  'unhandledRejection',
  'app',
] as const;

export type ErrorSource = (typeof errorSources)[number];

/** An error as an instrument saw it. It is read, never changed. */
export interface ErrorSighting {
  readonly source: ErrorSource;
  /** Of the method, publication, route or job; empty where there is none. */
  readonly name: string;
  /** Whatever was thrown. */
  readonly error: unknown;
  readonly invocation?: Invocation | undefined;
}

/**
 * The errors of one window that are the same: equal source, name, error name,
 * masked message and own frame.
 */
export interface ErrorEntry {
  /** Hash of what makes them the same; equal in every process and release. */
  readonly group: string;
  readonly source: ErrorSource;
  readonly name: string;
  /** `TypeError`, `Meteor.Error [not-found]` ... */
  readonly errorName: string;
  /** The message, numbers, ids and quoted text masked, at most 500 characters. */
  readonly message: string;
  /** The topmost frame of the app's own code, `file:line`; empty where there is none. */
  readonly frame: string;
  /**
   * Whether the app meant it: a `Meteor.Error`, a failed `check`, a refusal
   * (rate limit, 403). All others are defects.
   */
  readonly expected: boolean;
  readonly count: number;
  /** Epoch milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** One of them. */
  readonly sample: ErrorSample;
}

export interface ErrorSample {
  readonly at: number;
  /** Redacted, at most 1,000 characters. */
  readonly message: string;
  /** Redacted; source maps applied where the bundle has them. */
  readonly stack?: string;
  readonly traceId?: string;
  /** Of its chain of causes: name and masked message of each, at most five. */
  readonly causes?: readonly string[];
}
