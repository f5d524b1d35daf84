import type { KeepReason, Span, SpanKind, SpanTotals, Trace } from '../../../common/trace';
import type { LiveSpan, TraceBuffer } from '../../../common/trace-buffer';
import type { HeldTrace } from './held-trace';
import type { Ids } from './ids';

/** A held trace as it goes into a batch. */
export function toTrace(
  held: HeldTrace,
  kept: KeepReason,
  keepRate: number,
  ids: Pick<Ids, 'span'>,
): Trace {
  const { invocation, trace, ending, args } = held;
  const { ddp, userId } = ending;
  return {
    traceId: trace.id,
    kind: invocation.kind,
    name: invocation.name,
    at: Math.round(held.at),
    durationMs: rounded(held.durationMs),
    outcome: ending.outcome,
    kept,
    keepRate,
    ...(ddp !== undefined && { ddp }),
    ...(userId !== undefined && { userId }),
    ...(args !== undefined && { args }),
    spans: spansOf(held, ids),
    ...(trace.beyond && { beyond: totalsOf(trace.beyond) }),
    around: aroundOf(held),
  };
}

function spansOf({ invocation, trace, spans, ending }: HeldTrace, ids: Pick<Ids, 'span'>): Span[] {
  const made: Span[] = [];
  for (const live of spans) {
    const name = made.length === 0 ? invocation.name : live.name; // that of a route is known at its end
    made.push(spanOf(live, name, parentOf(live, made, trace), trace.startedAt, ending.at, ids));
  }
  return made;
}

/** A child whose parent found no room goes under the root. */
function parentOf({ parent }: LiveSpan, made: readonly Span[], { parentSpanId }: TraceBuffer) {
  return made.length === 0 ? parentSpanId : (made[parent] ?? made[0])?.id;
}

function spanOf(
  live: LiveSpan,
  name: string,
  parentId: string | undefined,
  traceStartedAt: number,
  traceEndedAt: number,
  ids: Pick<Ids, 'span'>,
): Span {
  const { kind, startedAt, endedAt, onCpuMs, attributes } = live;
  return {
    id: live.id ?? ids.span(),
    ...(parentId !== undefined && { parentId }),
    kind,
    name,
    startMs: rounded(startedAt - traceStartedAt),
    durationMs: rounded(Math.max((endedAt ?? traceEndedAt) - startedAt, 0)),
    ...(onCpuMs !== undefined && { onCpuMs: rounded(onCpuMs) }),
    ...(attributes && { attributes }),
    ...(live.failed && { failed: true }),
    ...(endedAt === undefined && { unfinished: true }),
  };
}

function totalsOf(beyond: ReadonlyMap<SpanKind, SpanTotals>) {
  const totals: Partial<Record<SpanKind, SpanTotals>> = {};
  for (const [kind, { count, durationMs }] of beyond) {
    totals[kind] = { count, durationMs: rounded(durationMs) };
  }
  return totals;
}

function aroundOf({ ending, loopBusyMs }: HeldTrace): Trace['around'] {
  const { blockedBy, queuedBefore = 0 } = ending.arrival ?? {};
  return {
    ...(blockedBy && {
      blockedBy: {
        kind: blockedBy.kind,
        name: blockedBy.name,
        ...(blockedBy.trace && { traceId: blockedBy.trace.id }),
      },
    }),
    ...(queuedBefore > 0 && { queuedBefore }),
    loopBusyMs: rounded(loopBusyMs),
  };
}

/** To the microsecond; what is finer is noise, and long on the wire. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
