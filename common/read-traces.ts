import { type InvocationKind, invocationKinds } from './invocation';
import {
  checkFlag,
  checkLimit,
  checkOneOf,
  checkRange,
  checkResource,
  checkText,
  type Filters,
  invalid,
  matchesResource,
  type ResourceField,
  type ResourceFilter,
} from './read-checks';
import type { Resource } from './resource';
import {
  type KeepReason,
  keepReasons,
  type Span,
  type Trace,
  type TraceOutcome,
  traceOutcomes,
} from './trace';

/**
 * Which traces to read. Times are epoch milliseconds; `from` inclusive, `to`
 * exclusive. A trace belongs to the range that holds its start (`at`), however
 * long it took.
 */
export interface TracesQuery {
  readonly from: number;
  readonly to: number;
  readonly kind?: InvocationKind | undefined;
  readonly name?: string | undefined;
  /** Only those that took as long, or longer. */
  readonly minDurationMs?: number | undefined;
  readonly outcome?: TraceOutcome | undefined;
  /** Why it was kept. */
  readonly kept?: KeepReason | undefined;
  readonly userId?: string | undefined;
  readonly ddp?: string | undefined;
  /** Several processes may have a part of one trace: then each is answered by itself. */
  readonly traceId?: string | undefined;
  readonly resource?: ResourceFilter | undefined;
  /** At most so many; 50 unless given, up to 500. */
  readonly limit?: number | undefined;
  /** `newest` unless given. */
  readonly order?: TraceOrder | undefined;
  /** Whether the answer has their spans: true unless given. A list needs none. */
  readonly spans?: boolean | undefined;
}

export const traceOrders = ['newest', 'slowest'] as const;

export type TraceOrder = (typeof traceOrders)[number];

/** A trace, and who sent it; without spans where the query says so. */
export type ReadTrace = Omit<Trace, 'spans'> & {
  readonly spans?: readonly Span[];
  readonly resource: Resource;
};

export interface TracesAnswer {
  readonly from: number;
  readonly to: number;
  /**
   * The latest start first, or the longest. Equal ones by what the other order
   * says, then by `traceId`.
   */
  readonly traces: readonly ReadTrace[];
  /** Whether there are others beyond the limit. */
  readonly more: boolean;
  /** Since when the store has forgotten none, in epoch ms; absent while it has had no batch. */
  readonly keptFrom?: number;
}

/** A query for traces that makes sense. */
export interface CheckedTracesQuery {
  readonly from: number;
  readonly to: number;
  readonly minDurationMs: number;
  /** Fields of the trace and the values they must have. */
  readonly equal: Filters<TraceField>;
  readonly resource: Filters<ResourceField>;
  readonly limit: number;
  readonly order: TraceOrder;
  readonly spans: boolean;
}

const textFields = ['name', 'userId', 'ddp', 'traceId'] as const;
const fields = ['kind', 'outcome', 'kept', ...textFields] as const;

export type TraceField = (typeof fields)[number];

const limits = { usual: 50, most: 500 };

/**
 * Checks a query from outside, as every reader does first.
 *
 * @throws {RadiantError} `read-invalid`, naming what came and what is accepted.
 */
export function checkTracesQuery(query: TracesQuery): CheckedTracesQuery {
  const { from, to, minDurationMs = 0, order = 'newest', spans = true } = query;
  checkRange(from, to);
  if (!(Number.isFinite(minDurationMs) && minDurationMs >= 0)) {
    throw invalid('minDurationMs', minDurationMs, 'milliseconds, 0 or more');
  }
  checkOneOf('kind', query.kind, invocationKinds);
  checkOneOf('outcome', query.outcome, traceOutcomes);
  checkOneOf('kept', query.kept, keepReasons);
  for (const field of textFields) checkText(field, query[field]);
  checkOneOf('order', order, traceOrders);
  checkFlag('spans', spans);
  const limit = checkLimit(query.limit, limits);
  const resource = checkResource(query.resource);
  return { from, to, minDurationMs, equal: wantedOf(query), resource, limit, order, spans };
}

function wantedOf(query: TracesQuery): CheckedTracesQuery['equal'] {
  return fields.flatMap((field) => {
    const value = query[field];
    return value === undefined ? [] : [[field, value] as const];
  });
}

/** Whether a trace of that sender is among those the query asks for. */
export function matchesTrace(
  query: CheckedTracesQuery,
  trace: Pick<Trace, 'at' | 'durationMs' | TraceField>,
  sender: Resource,
): boolean {
  return (
    trace.at >= query.from &&
    trace.at < query.to &&
    trace.durationMs >= query.minDurationMs &&
    query.equal.every(([field, value]) => trace[field] === value) &&
    matchesResource(query, sender)
  );
}

/** Less than 0 where `a` comes before `b`. */
export function compareTraces(
  order: TraceOrder,
  a: Pick<Trace, 'at' | 'durationMs' | 'traceId'>,
  b: Pick<Trace, 'at' | 'durationMs' | 'traceId'>,
): number {
  const [later, longer] = [b.at - a.at, b.durationMs - a.durationMs];
  const first = order === 'newest' ? later || longer : longer || later;
  return first || (a.traceId < b.traceId ? -1 : Number(a.traceId > b.traceId));
}

/** The trace as it is answered. */
export function answeredTrace(
  { spans: wanted }: Pick<CheckedTracesQuery, 'spans'>,
  trace: Trace,
  resource: Resource,
): ReadTrace {
  const { spans, ...rest } = trace;
  return wanted ? { ...rest, spans, resource } : { ...rest, resource };
}
