import type { HistogramState } from './histogram-state';
import type { Dims, MetricName } from './metrics';
import type { StreamSource } from './mongo-streams';

/** How a method call ended: `denied` by the rate limiter, `unknown` when there is no such method. */
export type MethodOutcome = 'ok' | 'error' | 'denied' | 'unknown';

/** Who called a method: a DDP client, or the server's own code. */
export type MethodOrigin = 'client' | 'server';

/** One method call, recorded when its result has been sent (client) or its handler settled (server). */
export interface MethodSample {
  readonly kind: 'method';
  readonly name: string;
  readonly origin: MethodOrigin;
  readonly outcome: MethodOutcome;
  readonly durationMs: number;
  /** Absent for calls by the server, which wait in no queue. */
  readonly queueMs: number | undefined;
  /** Absent when the handler never ran. */
  readonly runMs: number | undefined;
  /** Absent for calls by the server, and when nothing went over the wire. */
  readonly resultBytes: number | undefined;
  readonly unblocked: boolean;
  /** Synchronous time of its own code: a lower bound of its CPU time. */
  readonly cpuMs: number;
  /** While at least one database operation of its own was under way; absent without any. */
  readonly dbMs: number | undefined;
  /** The same of outgoing HTTP requests. */
  readonly httpMs: number | undefined;
  /** The same of e-mails. */
  readonly emailMs: number | undefined;
}

/** The write fence of one method call, recorded when `updated` has been sent. */
export interface MethodFenceSample {
  readonly kind: 'method.fence';
  readonly name: string;
  readonly origin: MethodOrigin;
  readonly fenceMs: number;
}

/** One step in the life of a subscription. */
export type PublicationSample =
  | {
      readonly kind: 'publication';
      readonly name: string;
      readonly step: 'started' | 'rerun' | 'error' | 'denied' | 'unknown';
    }
  | {
      readonly kind: 'publication';
      readonly name: string;
      readonly step: 'ready';
      /** From the receipt of the subscription. Absent for a re-run, which no client waits for. */
      readonly readyMs: number | undefined;
      readonly queueMs: number | undefined;
      readonly docs: number;
      /** Synchronous time until then: a lower bound of its CPU time. */
      readonly cpuMs: number;
      /** While at least one database operation of its own was under way; absent without any. */
      readonly dbMs: number | undefined;
    }
  | {
      readonly kind: 'publication';
      readonly name: string;
      readonly step: 'stopped';
      readonly lifetimeMs: number;
    };

/** What a write does; `bulk` may do all of it. */
export type MutationOp = 'insert' | 'update' | 'upsert' | 'remove' | 'bulk';

/** One write to a collection, recorded when the database has answered. */
export interface MutationSample {
  readonly kind: 'mutation';
  readonly collection: string;
  readonly op: MutationOp;
  /** `method:name`, `publication:name` or `none`. */
  readonly owner: string;
  /** False for a further step of a write that Meteor makes in several: it was counted before. */
  readonly isFirst: boolean;
  /** Documents that were inserted, changed or removed. */
  readonly docs: number;
  readonly failed: boolean;
  /** Absent where the answer is not seen, and for further steps. */
  readonly durationMs: number | undefined;
}

/** One entry of the oplog, or one event of a change stream, on its way to the observers. */
export interface StreamSample {
  readonly kind: 'stream';
  readonly source: StreamSource;
  readonly collection: string;
  /** Absent where the database does not say when it was written. */
  readonly lagMs: number | undefined;
}

/** One operation on the database, recorded when it has answered. */
export interface DatabaseSample {
  readonly kind: 'database';
  /** As MongoDB calls it: `find`, `insert`, `update`, `aggregate` ... */
  readonly command: string;
  readonly collection: string;
  readonly failed: boolean;
  readonly durationMs: number;
}

/** One request that came in over HTTP. */
export interface HttpServerSample {
  readonly kind: 'http.server';
  readonly method: string;
  /** The pattern of the route, never the path. */
  readonly route: string;
  /** As sent, or `aborted` when the client went away first. */
  readonly status: string;
  readonly durationMs: number;
  /** Undefined where the length is not known. */
  readonly requestBytes: number | undefined;
  readonly responseBytes: number | undefined;
  readonly cpuMs: number;
}

/** One request that went out over HTTP. */
export interface HttpClientSample {
  readonly kind: 'http.client';
  readonly method: string;
  readonly host: string;
  /** As received, or `error` when there was no answer. */
  readonly status: string;
  readonly durationMs: number;
}

/** One e-mail that was handed to the mail server. */
export interface EmailSample {
  readonly kind: 'email';
  readonly failed: boolean;
  readonly durationMs: number;
}

/** One run of a job. */
export interface JobSample {
  readonly kind: 'job';
  readonly name: string;
  readonly failed: boolean;
  readonly durationMs: number;
  readonly cpuMs: number;
  readonly dbMs: number | undefined;
}

/** A value of any metric, for what happens seldom: gauges, counters drained once per window. */
export interface MetricSample {
  readonly kind: 'metric';
  readonly metric: MetricName;
  readonly dims: Dims;
  /** Added to a counter, set on a gauge, counted in a histogram. */
  readonly value: number;
}

/** What somebody else counted, to be merged: many values of one series at once. */
export interface HistogramSample {
  readonly kind: 'histogram';
  readonly metric: MetricName;
  readonly dims: Dims;
  /** Of the metric's grid. */
  readonly value: HistogramState;
}

/** One recorded observation. Durations come from `Recorder.now()`. */
export type Sample =
  | MethodSample
  | MethodFenceSample
  | PublicationSample
  | MutationSample
  | StreamSample
  | DatabaseSample
  | HttpServerSample
  | HttpClientSample
  | EmailSample
  | JobSample
  | MetricSample
  | HistogramSample;
