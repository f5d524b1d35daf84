import type { HistogramState } from '../histogram-state';
import type { Dims, Grid, MetricName } from '../metrics';

/**
 * Name of the `track` event by which a client tells, once a minute, how long
 * its calls took: one histogram per name instead of an event per call. The
 * collector records what is in it as metrics and does not keep the event.
 */
export const timingsEvent = 'DDP Timings';

/** Name of the `track` event for one slow or failed call, which is kept: it leads to the server's trace. */
export const slowCallEvent = 'DDP Slow Call';

/** Properties of {@link timingsEvent}. Names of methods and publications the server does not have count as `_OTHER`. */
export interface ClientTimings {
  readonly series: ReadonlyArray<{
    /** One of the metrics that begin with `client.`. */
    readonly metric: MetricName;
    readonly dims: Dims;
    readonly value: number | HistogramState;
  }>;
}

/** Properties of {@link slowCallEvent}. */
export interface SlowCall {
  readonly kind: 'method' | 'publication';
  readonly name: string;
  /** From the first sending to the result, or until the subscription was ready. */
  readonly durationMs: number;
  /** From the first sending until the client's data shows what the method wrote. */
  readonly visibleMs?: number;
  /** How often it was sent; more than 1 after a reconnect. */
  readonly sends: number;
  /** `session::id`, by which `traces({ ddp })` finds the server's trace of this very call. */
  readonly ddp?: string;
  /** Code of the error, nothing else of it. */
  readonly error?: string | number;
}

/** Where what watches Meteor and the browser leaves its figures, until the minute is over. Never throws. */
export interface TimingsRecorder {
  /** Adds a value to a histogram; `grid` must be that of the metric, and is `duration` unless given. */
  time(metric: MetricName, dims: Dims, value: number, grid?: Grid): void;
  /** Adds one to a counter. */
  count(metric: MetricName, dims: Dims): void;
  /** Tells of one call in an event of its own, if it was slow or failed. */
  call(call: SlowCall): void;
}
