import type { AlertPlace, AlertStore } from './alert-store';
import type { Batch } from './batch';
import type { Reader } from './reader';

/**
 * A place where batches go: a collection, a file, an HTTP endpoint, stdout.
 *
 * The agent calls `write` with one batch at a time and never before the last
 * call settled or was called off, so a sink needs neither a queue nor a lock of
 * its own. Batches are immutable and shared between sinks. They come in the
 * order of time, but may come twice, under the same id: after a failure, a
 * write that was called off, or a restart.
 */
export interface Sink {
  /** Lower-case and stable: shows up in settings, logs and self-metrics. */
  readonly name: string;

  /**
   * Delivers one batch. Resolve once the batch may be forgotten.
   *
   * Reject with {@link RetryableError} to be given the same batch again, with
   * {@link PartlyTakenError} when all but some of it was taken; any other
   * rejection drops it and counts it as lost. After `signal` aborted, settle
   * soon: nobody waits any more.
   */
  write(batch: Batch, signal: AbortSignal): Promise<void>;

  /** Lets go of sockets, timers and handles. Called once, after the last write. */
  close?(): Promise<void>;

  /** Where analytics events (`batch.events`) are not looked at, so that there is always room for them. */
  readonly ignoresEvents?: true;

  /** Where they are all that is looked at: batches then have nothing else in them, so that those that wait are small. */
  readonly onlyEvents?: true;

  /** Present when what was written can be read back. */
  readonly reader?: Reader;

  /** Where alerts can keep their state beside what was written, for all processes. */
  readonly alertStore?: (place: AlertPlace) => AlertStore;
}

/** A sink's way to say: not now, give me the same batch again later. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
  /** How long the backend asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A sink's way to say: this was refused for good, the rest is kept; do not give me the batch again. */
export class PartlyTakenError extends Error {
  override readonly name = 'PartlyTakenError';
  /** How many things were refused: data points, spans, lines, whatever the backend counts. */
  readonly lost: number;

  constructor(message: string, lost: number) {
    super(message);
    this.lost = lost;
  }
}
