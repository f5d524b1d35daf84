import type { KeepReason, Span, SpanKind, SpanTotals, Trace } from '../../../common/trace';
import type { LiveSpan } from '../../../common/trace-buffer';
import type { HeldTrace } from './held-trace';
import type { Ids } from './ids';

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** A held trace as it goes into a batch. `userId`: whether the app wants to see who called. */
export function toTrace(
  held: HeldTrace,
  kept: KeepReason,
  keepRate: number,
  ids: Pick<Ids, 'span'>,
  { userId }: { readonly userId: boolean },
): Trace {
  const { invocation, trace, details } = held;
  const made: Writable<Trace> = {
    traceId: trace.id,
    kind: invocation.kind,
    name: invocation.name,
    at: Math.round(held.at),
    durationMs: rounded(held.endedAt - trace.startedAt),
    outcome: held.outcome,
    kept,
    keepRate,
    spans: spansOf(held, ids),
    around: aroundOf(held),
  };
  if (details.ddp !== undefined) made.ddp = details.ddp;
  if (userId && details.userId !== undefined) made.userId = details.userId;
  if (details.args !== undefined) made.args = details.args;
  if (trace.beyond) made.beyond = totalsOf(trace.beyond);
  return made;
}

/** By their start, the root first; so each parent stands before its children. */
function spansOf(held: HeldTrace, ids: Pick<Ids, 'span'>): Span[] {
  const { spans } = held;
  const spanIds = spans.map(({ id }) => id ?? ids.span());
  const order = spans.map((_, index) => index);
  order.sort((a, b) => startOf(spans[a]) - startOf(spans[b]) || place(spans, a) - place(spans, b));
  const made: Span[] = [];
  for (const index of order) {
    const live = spans[index];
    const id = spanIds[index];
    if (!live || id === undefined) continue;
    // A child whose parent found no room goes under the root.
    const parentId =
      index === 0 ? held.trace.parentSpanId : (spanIds[live.parent] ?? spanIds[0] ?? id);
    const name = index === 0 ? held.invocation.name : live.name; // that of a route is known at its end
    made.push(spanOf(live, id, name, parentId, held));
  }
  return made;
}

/** Of those that begin together the root is first, then the queue, then as they were recorded. */
function place(spans: readonly LiveSpan[], index: number): number {
  return spans[index]?.kind === 'queue' ? 0.5 : index;
}

function startOf(live: LiveSpan | undefined): number {
  return live?.startedAt ?? 0;
}

function spanOf(
  { kind, startedAt, endedAt, onCpuMs, attributes, failed }: LiveSpan,
  id: string,
  name: string,
  parentId: string | undefined,
  held: HeldTrace,
): Span {
  const startMs = rounded(startedAt - held.trace.startedAt);
  const durationMs = rounded(Math.max((endedAt ?? held.endedAt) - startedAt, 0));
  const made: Writable<Span> = { id, kind, name, startMs, durationMs };
  if (parentId !== undefined) made.parentId = parentId;
  if (onCpuMs !== undefined) made.onCpuMs = rounded(onCpuMs);
  if (attributes) made.attributes = attributes;
  if (failed) made.failed = true;
  if (endedAt === undefined) made.unfinished = true;
  return made;
}

function totalsOf(beyond: ReadonlyMap<SpanKind, SpanTotals>) {
  const totals: Partial<Record<SpanKind, SpanTotals>> = {};
  for (const [kind, { count, durationMs }] of beyond) {
    totals[kind] = { count, durationMs: rounded(durationMs) };
  }
  return totals;
}

function aroundOf({ details, loopBusyMs }: HeldTrace): Trace['around'] {
  const { blockedBy, queuedBefore = 0 } = details.arrival ?? {};
  const made: Writable<Trace['around']> = { loopBusyMs: rounded(loopBusyMs) };
  if (queuedBefore > 0) made.queuedBefore = queuedBefore;
  if (!blockedBy) return made;
  const { kind, name, trace } = blockedBy;
  made.blockedBy = trace ? { kind, name, traceId: trace.id } : { kind, name };
  return made;
}

/** To the microsecond; what is finer is noise, and long on the wire. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
