import type { ReadTrace } from '../../common/read-traces';
import type { Span } from '../../common/trace';
import type { Query } from './query';

export interface SpanFigures extends Pick<Span, 'kind' | 'name' | 'startMs' | 'durationMs'> {
  /** Place of the span it is under, in the same list; −1 for the call itself. */
  readonly parent: number;
}

/** What one call did. */
export interface TraceFigures {
  readonly name: string;
  readonly durationMs: number;
  /**
   * For how long at least one span was under way that says more than that the
   * handler ran: neither the call itself nor its `run`.
   */
  readonly accountedMs: number;
  readonly spans: readonly SpanFigures[];
}

/** A slow method of the example app, which is in the report whatever else was slow. */
const ALWAYS = 'reports.weekly';

/** Reads the slowest traces, the longest first. */
export async function readTraceFigures(
  query: Query,
  range: { readonly from: number; readonly to?: number },
): Promise<TraceFigures[]> {
  const order = 'slowest';
  const answers = await Promise.all([
    query.traces({ ...range, order, limit: 10 }),
    query.traces({ ...range, order, limit: 3, name: ALWAYS }),
  ]);
  const traces = new Map(
    answers.flatMap(({ traces }) => traces.map((trace) => [trace.traceId, trace] as const)),
  );
  return [...traces.values()].sort((a, b) => b.durationMs - a.durationMs).map(figuresOf);
}

function figuresOf({ name, durationMs, spans = [] }: ReadTrace): TraceFigures {
  const places = new Map(spans.map(({ id }, place) => [id, place]));
  return {
    name,
    durationMs,
    accountedMs: accountedMs(spans, durationMs),
    spans: spans.map(({ kind, name, startMs, durationMs, parentId }) => {
      return { kind, name, parent: places.get(parentId ?? '') ?? -1, startMs, durationMs };
    }),
  };
}

/** The union of the spans' times, as far as they lie within the trace. */
function accountedMs(spans: readonly Span[], traceMs: number): number {
  const times = spans
    .filter(({ kind }, place) => place > 0 && kind !== 'run')
    .map(({ startMs, durationMs }) => ({ from: startMs, to: startMs + durationMs }))
    .sort((a, b) => a.from - b.from);
  let sum = 0;
  let until = 0;
  for (const { from, to } of times) {
    const end = Math.min(to, traceMs);
    sum += Math.max(end - Math.max(from, until), 0);
    until = Math.max(until, end);
  }
  return sum;
}
