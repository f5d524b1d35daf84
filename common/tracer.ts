import type { Invocation } from './invocation';
import type { TraceOutcome } from './trace';
import type { TraceBuffer } from './trace-buffer';
import type { Work } from './work';

/** Gives every invocation its work and its part of a trace, and decides which traces are kept. */
export interface Tracer {
  /**
   * The work of an invocation that begins. Without `parent` a trace begins
   * with it; with one, it is a span of the parent's.
   */
  begin(start: WorkStart): Work;
  /** The invocation is over. A trace that began with it is kept or let go; else its span ends. */
  end(invocation: Invocation, ending: TraceEnding): void;
}

export interface WorkStart {
  readonly kind: Invocation['kind'];
  readonly name: string;
  /** Of `Recorder.now()`. */
  readonly at: number;
  readonly parent?: Invocation | undefined;
  /** What another process sent along, already checked (W3C Trace Context). */
  readonly remote?: RemoteParent | undefined;
}

export interface RemoteParent {
  readonly traceId: string;
  readonly spanId: string;
  /** Whether the caller keeps its trace. */
  readonly sampled: boolean;
}

export interface TraceEnding {
  readonly at: number;
  readonly outcome: TraceOutcome;
  /** Whether the app meant the error: others are kept before it. */
  readonly expected?: boolean | undefined;
  /** Asked for at once, and only when the trace may be kept: most are let go. Errors mean none. */
  readonly details?: (() => TraceDetails) | undefined;
}

/** What is told of a kept trace beyond its spans. */
export interface TraceDetails {
  readonly ddp?: string | undefined;
  /** Kept only where the app opted in. */
  readonly userId?: string | undefined;
  readonly args?: unknown;
  readonly arrival?: Arrival | undefined;
  /** Spans below the root that only a kept trace needs. */
  readonly parts?: readonly TracePart[] | undefined;
}

export interface TracePart {
  readonly kind: 'queue' | 'fence';
  /** Both of `Recorder.now()`. */
  readonly from: number;
  readonly to: number;
}

/** What a message found when it arrived. */
export interface Arrival {
  /** Of `Recorder.now()`. */
  readonly at: number;
  /** What its session was working on. */
  readonly blockedBy?: Blocker | undefined;
  /** Messages that waited in the session's queue. */
  readonly queuedBefore: number;
  /** What its session works on now. */
  readonly turn: Turn;
}

/** One per session: its worker is serial. */
export interface Turn {
  /** Undefined when nothing waits behind it. */
  of: Invocation | undefined;
}

/** What is remembered of a blocker. Never the invocation: it has a blocker of its own, which has ... */
export interface Blocker {
  readonly kind: Invocation['kind'];
  readonly name: string;
  readonly trace: TraceBuffer | undefined;
}
