import type { SpanAttributes, SpanKind, SpanTotals } from './trace';

/** A span while its trace is open. Times are those of `Recorder.now()`. */
export interface LiveSpan {
  readonly kind: SpanKind;
  readonly name: string;
  /** Index of the parent; −1 on the root. */
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
  readonly spans: LiveSpan[] = [];
  readonly beyond = new Map<SpanKind, { count: number; durationMs: number } & SpanTotals>();
  private closed = false;
  private madeId: string | undefined;

  constructor(
    readonly startedAt: number,
    readonly limit: number,
    private readonly budget: SpanBudget,
    private readonly makeId: () => string,
  ) {}

  /** The id of the trace, 32 hexadecimal digits; made when first asked for. */
  get id(): string {
    this.madeId ??= this.makeId();
    return this.madeId;
  }

  /** Takes the id that the caller sent, before anybody has asked. */
  set id(id: string) {
    this.madeId ??= id;
  }

  /** Begins a span; returns its index, or −1 where there is no room for it. */
  open(
    kind: SpanKind,
    name: string,
    parent: number,
    startedAt: number,
    attributes?: SpanAttributes,
  ): number {
    if (this.closed || this.spans.length >= this.limit || this.budget.left <= 0) return -1;
    this.budget.left--;
    const failed = false;
    const onCpuMs = undefined;
    const endedAt = undefined;
    const id = undefined;
    return (
      this.spans.push({ kind, name, parent, startedAt, endedAt, failed, onCpuMs, attributes, id }) -
      1
    );
  }

  /** Ends a span that `open` began. */
  close(index: number, endedAt: number, failed = false, onCpuMs?: number): void {
    const span = this.spans[index];
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
    const index = this.open(kind, name, parent, startedAt, attributes);
    const span = this.spans[index];
    if (!span) {
      this.count(kind, endedAt - startedAt);
      return;
    }
    span.id = id;
    this.close(index, endedAt, failed);
  }

  /** Takes nothing more, and gives its room back to the others. */
  end(): void {
    if (this.closed) return;
    this.closed = true;
    this.budget.left += this.spans.length;
  }

  private count(kind: SpanKind, durationMs: number): void {
    const totals = this.beyond.get(kind);
    if (!totals) {
      this.beyond.set(kind, { count: 1, durationMs });
      return;
    }
    totals.count++;
    totals.durationMs += durationMs;
  }
}
