import type { Invocation } from './invocation';
import type { TraceOutcome, TraceSurroundings } from './trace';
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
  readonly ddp?: string | undefined;
  readonly userId?: string | undefined;
  /** Asked for only when the trace is kept. */
  readonly args?: (() => unknown) | undefined;
  readonly around?: TraceSurroundings | undefined;
}
