import type { SpanAttributes, SpanKind, SpanTotals } from './trace';

/** A span while its trace is open. Times are those of `Recorder.now()`. */
export interface LiveSpan {
  readonly kind: SpanKind;
  readonly name: string;
  /** Index of the parent; -1 on the root. */
  readonly parent: number;
  readonly startedAt: number;
  /** Undefined while it is open. */
  endedAt: number | undefined;
  failed: boolean;
  onCpuMs: number | undefined;
  readonly attributes: SpanAttributes | undefined;
  /** 16 hexadecimal digits; only where another process was told it. */
  id: string | undefined;
}

/** Spans that all open traces together may still hold. */
export interface SpanBudget {
  left: number;
}

/**
 * The spans of one trace while it is open: bounded by itself and together with
 * all others. What has no room is counted by kind. Never throws.
 */
export class TraceBuffer {
  /** Spans that had no room, by kind; undefined when all had. */
  beyond: Map<SpanKind, { count: number; durationMs: number } & SpanTotals> | undefined;
  /** Id of the span in another process that this trace goes under. */
  parentSpanId: string | undefined;
  /** Whether the caller in the other process wishes that it be kept. */
  asked = false;
  /** For how long the event loop had waited when it began, in milliseconds. */
  loopIdleBeforeMs = 0;
  /** Its neighbours among the open traces, for who keeps the list of them. */
  older: TraceBuffer | undefined;
  newer: TraceBuffer | undefined;
  private list: LiveSpan[] = none;
  private closed = false;
  private madeId: string | undefined;

  constructor(
    readonly startedAt: number,
    readonly limit: number,
    private readonly budget: SpanBudget,
    private readonly makeId: () => string,
  ) {}

  /** In the order they began or, for `add`, ended; none once the trace is over. */
  get spans(): readonly LiveSpan[] {
    return this.list;
  }

  get isOpen(): boolean {
    return !this.closed;
  }

  /** The id of the trace, 32 hexadecimal digits; made when first asked for. */
  get id(): string {
    this.madeId ??= this.makeId();
    return this.madeId;
  }

  /** Takes the id that the caller sent, before anybody has asked. */
  set id(id: string) {
    this.madeId ??= id;
  }

  /** Begins a span; returns its index, or -1 where there is no room for it. */
  open(
    kind: SpanKind,
    name: string,
    parent: number,
    startedAt: number,
    attributes?: SpanAttributes,
  ): number {
    if (this.closed || this.list.length >= this.limit || this.budget.left <= 0) return -1;
    this.budget.left--;
    const failed = false;
    const onCpuMs = undefined;
    const endedAt = undefined;
    const id = undefined;
    return this.put({ kind, name, parent, startedAt, endedAt, failed, onCpuMs, attributes, id });
  }

  /** Ends a span that `open` began. */
  close(index: number, endedAt: number, failed = false, onCpuMs?: number): void {
    const span = this.list[index];
    if (!span || this.closed) return;
    span.endedAt = endedAt;
    span.failed = failed;
    span.onCpuMs = onCpuMs;
  }

  /** Adds a span that is over. */
  add(
    kind: SpanKind,
    name: string,
    parent: number,
    startedAt: number,
    endedAt: number,
    failed: boolean,
    attributes?: SpanAttributes,
    id?: string,
  ): void {
    if (this.closed) return;
    if (this.list.length >= this.limit || this.budget.left <= 0) {
      this.count(kind, endedAt - startedAt);
      return;
    }
    this.budget.left--;
    const onCpuMs = undefined;
    this.put({ kind, name, parent, startedAt, endedAt, failed, onCpuMs, attributes, id });
  }

  /**
   * Takes nothing more, gives its room back to the others, and lets go of its
   * spans, which are returned: an invocation may live on for hours.
   */
  end(): readonly LiveSpan[] {
    if (this.closed) return none;
    this.closed = true;
    const { list } = this;
    this.list = none;
    this.budget.left += list.length;
    return list;
  }

  /** A list of its own begins with the first one: what grows from nothing has room for 17. */
  private put(span: LiveSpan): number {
    if (this.list === none) {
      this.list = [span];
      return 0;
    }
    return this.list.push(span) - 1;
  }

  private count(kind: SpanKind, durationMs: number): void {
    this.beyond ??= new Map();
    const totals = this.beyond.get(kind);
    if (!totals) {
      this.beyond.set(kind, { count: 1, durationMs });
      return;
    }
    totals.count++;
    totals.durationMs += durationMs;
  }
}

/** Shared by all that have none; nothing is ever added. */
const none: LiveSpan[] = [];
