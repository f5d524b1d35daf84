import type { InvocationKind } from './invocation';

/**
 * What a span is about. Of the root: the kind of its invocation. `queue`,
 * `run` and `fence` are the parts of a call, `observe` is the opening of a
 * Mongo observer, `custom` is the app's own.
 */
export type SpanKind =
  | InvocationKind
  | 'queue'
  | 'run'
  | 'fence'
  | 'db'
  | 'http'
  | 'http.client'
  | 'email'
  | 'observe'
  | 'custom';

/** Names and shapes, never values of the app's, unless it opted in. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** One timed step of a trace. */
export interface Span {
  /** 16 hexadecimal digits (W3C Trace Context). */
  readonly id: string;
  /** Absent on the root, unless another process called. */
  readonly parentId?: string;
  readonly kind: SpanKind;
  readonly name: string;
  /** Since the start of the trace, in milliseconds. */
  readonly startMs: number;
  /** In milliseconds; a span that was still open when the trace ended lasts until then. */
  readonly durationMs: number;
  /** Synchronous time of an invocation's own code: a lower bound of its CPU time. */
  readonly onCpuMs?: number;
  readonly attributes?: SpanAttributes;
  /** Present and true when it failed. */
  readonly failed?: boolean;
  /** Present and true when it had not ended with the trace. */
  readonly unfinished?: boolean;
}

/** How an invocation ended. */
export const traceOutcomes = ['ok', 'error', 'denied', 'unknown', 'aborted'] as const;

export type TraceOutcome = (typeof traceOutcomes)[number];

/**
 * Why a trace was kept: among the first failures of its name in the window, the
 * slowest, asked for by the caller, or picked at random from all others. One
 * that qualifies twice has the first that applies, in this order.
 */
export const keepReasons = ['error', 'slow', 'asked', 'random'] as const;

export type KeepReason = (typeof keepReasons)[number];

/** What one call did, and what else was running. */
export interface Trace {
  /** 32 hexadecimal digits (W3C Trace Context). */
  readonly traceId: string;
  readonly kind: InvocationKind;
  readonly name: string;
  /** Epoch milliseconds of its start. */
  readonly at: number;
  readonly durationMs: number;
  readonly outcome: TraceOutcome;
  readonly kept: KeepReason;
  /**
   * One ÷ the number of calls it stands for: 1 for itself alone; less for one
   * picked at random, which stands for all calls of its name in the window that
   * were not kept otherwise. The sum of 1 ÷ keepRate over the traces of a name
   * is the number of its calls, unless `trace-limit` was counted.
   */
  readonly keepRate: number;
  /** `session::messageId` of a call by a client: the link to the client's own timings. */
  readonly ddp?: string;
  /** Only where the app opted in. */
  readonly userId?: string;
  /** Shapes or values of the arguments; only where the app opted in. */
  readonly args?: unknown;
  /** The root first; a parent always before its children. */
  readonly spans: readonly Span[];
  /** Spans beyond the budget, by kind. */
  readonly beyond?: Readonly<Partial<Record<SpanKind, SpanTotals>>>;
  /** What held the call up from outside. */
  readonly around: TraceSurroundings;
}

export interface SpanTotals {
  readonly count: number;
  /** Sum of their durations, in milliseconds. */
  readonly durationMs: number;
}

export interface TraceSurroundings {
  /** The message of the same session that ran when this one arrived. */
  readonly blockedBy?: {
    readonly kind: InvocationKind;
    readonly name: string;
    /** Its trace, which need not have been kept. */
    readonly traceId?: string;
  };
  /** Messages that waited in the session's queue when this one arrived. */
  readonly queuedBefore?: number;
  /** How long the event loop was busy while the call was open, with whatever it was, in milliseconds. */
  readonly loopBusyMs?: number;
}
