import type { HistogramState } from '../histogram-state';
import type { Dims, MetricName } from '../metrics';

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
