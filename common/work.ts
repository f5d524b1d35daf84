import type { CpuOwner } from './stopwatch';
import type { SpanAttributes, SpanKind } from './trace';
import type { TraceBuffer } from './trace-buffer';

/** What an invocation waits for in the hands of others. */
export type WorkPart = 'db' | 'http' | 'email';

/**
 * What one invocation has cost so far. Every invocation has one of its own;
 * what a method called by the server costs is that method's, not its caller's.
 */
export class Work implements CpuOwner {
  /** Synchronous time, in milliseconds: a lower bound of its CPU time. */
  cpuMs = 0;
  /** Made when first needed: most invocations wait for nobody. */
  private busy: Record<WorkPart, Busy | undefined> | undefined;

  constructor(
    /** Where its spans go; undefined where nothing is traced. Shared with the invocation that called it. */
    readonly trace: TraceBuffer | undefined,
    /** Index of the span that its spans go under: its own, or a part of it that is under way. */
    public span: number,
    /** What a custom span's time is booked to besides: the invocation it is part of. */
    readonly outer: Work | undefined,
    /** When it began, of `Recorder.now()`. */
    readonly startedAt = 0,
    /** Index of its own span; -1 where there was no room for one. */
    readonly own = span,
  ) {}

  /**
   * For how long at least one operation of that part was under way, in
   * milliseconds: ten that run side by side for a second make one second.
   * Undefined when there was none. One that is under way counts until `now`.
   */
  busyMs(part: WorkPart, now: number): number | undefined {
    const busy = this.busy?.[part];
    if (!busy) return undefined;
    return busy.active > 0 ? busy.ms + (now - busy.since) : busy.ms;
  }

  /** An operation of this invocation began. `done` must follow. */
  begin(part: WorkPart, at: number): void {
    this.busy ??= { db: undefined, http: undefined, email: undefined };
    const busy = this.busy[part] ?? { ms: 0, active: 0, since: at };
    this.busy[part] = busy;
    if (busy.active++ === 0) busy.since = at;
    this.outer?.begin(part, at);
  }

  /** The operation ended. `attributes` are kept as they are: share one object between equal ones. */
  done(part: WorkPart, name: string, from: number, to: number, more: DoneOptions = {}): void {
    this.leave(part, to);
    this.add(part === 'http' ? 'http.client' : part, name, from, to, more);
  }

  /** Adds a span that is over. */
  add(kind: SpanKind, name: string, from: number, to: number, more: DoneOptions = {}): void {
    const { failed = false, attributes, spanId } = more;
    this.trace?.add(kind, name, this.span, from, to, failed, attributes, spanId);
  }

  private leave(part: WorkPart, at: number): void {
    const busy = this.busy?.[part];
    if (busy && busy.active > 0 && --busy.active === 0) busy.ms += at - busy.since;
    this.outer?.leave(part, at);
  }
}

interface DoneOptions {
  readonly failed?: boolean;
  readonly attributes?: SpanAttributes | undefined;
  /** What another process was told the span is called: 16 hexadecimal digits. */
  readonly spanId?: string | undefined;
}

interface Busy {
  ms: number;
  active: number;
  since: number;
}
