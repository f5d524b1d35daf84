/**
 * An error of Radiant's own, for whoever configures or queries it. Never
 * thrown into the app's calls. `code` is stable; the message says what came,
 * what is accepted and what to do.
 */
export class RadiantError extends Error {
  override readonly name = 'RadiantError';
  readonly code: RadiantErrorCode;

  constructor(code: RadiantErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(
      `Radiant: ${message}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
  }
}

/**
 * - `options-invalid`: settings, environment or options that Radiant cannot use.
 * - `already-started`, `not-started`: a call that does not fit the agent's state.
 * - `metric-invalid`: a counter, gauge or histogram that cannot be made.
 * - `jobs-unknown`: something passed to `watchJobs` that runs no jobs Radiant knows of.
 * - `no-reader`: a query, while no backend that can be read is configured.
 * - `read-invalid`: a query that makes no sense for its metric.
 * - `forget-invalid`: ids by which nobody can be forgotten.
 * - `profile-invalid`: options of a profile that make no sense.
 * - `profile-busy`: a profile is being taken, or was just now.
 * - `profile-unavailable`: V8's profiler cannot be used here.
 * - `analytics-no-id`: an analytics call that names no person, where none is known.
 * - `analytics-invalid`: an analytics call whose arguments cannot be made into an event.
 */
export type RadiantErrorCode =
  | 'options-invalid'
  | 'already-started'
  | 'not-started'
  | 'metric-invalid'
  | 'jobs-unknown'
  | 'no-reader'
  | 'read-invalid'
  | 'forget-invalid'
  | 'profile-invalid'
  | 'profile-busy'
  | 'profile-unavailable'
  | 'analytics-no-id'
  | 'analytics-invalid';
