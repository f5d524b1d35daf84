import type { ErrorSource } from '../../common/error-entry';
import type { InvocationKind } from '../../common/invocation';
import type { LogLevel } from '../../common/log-entry';
import { checkErrorsQuery, type ErrorOrder, type ErrorsQuery } from '../../common/read-errors';
import { checkLogsQuery, type LogsQuery } from '../../common/read-logs';
import { checkTracesQuery, type TraceOrder, type TracesQuery } from '../../common/read-traces';
import type { KeepReason, TraceOutcome } from '../../common/trace';
import { type Accepted, checkNames, flag, membersOf, textOf, wholeNumber } from './params';
import { rangeFrom } from './range-params';

const withRange = (...plain: string[]): Accepted => ({
  plain: ['from', 'to', 'limit', ...plain],
  grouped: { resource: '<field>' },
});
const ofTraces = withRange(
  'order',
  'kind',
  'name',
  'minDurationMs',
  'outcome',
  'kept',
  'userId',
  'ddp',
  'traceId',
  'spans',
);
const ofErrors = withRange('order', 'source', 'name', 'expected', 'group', 'stepMs');
const ofLogs = withRange('level', 'text', 'source', 'name', 'traceId');

/**
 * The query that parameters of `GET traces` stand for: those of
 * {@link TracesQuery} and `resource.<field>`. `nowMs` is what relative times
 * count from.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function tracesQueryFrom(params: URLSearchParams, nowMs: number): TracesQuery {
  checkNames([...params.keys()], ofTraces);
  const query: TracesQuery = {
    ...commonOf(params, nowMs),
    order: textOf<TraceOrder>(params, 'order'),
    kind: textOf<InvocationKind>(params, 'kind'),
    name: textOf(params, 'name'),
    minDurationMs: wholeNumber(params, 'minDurationMs'),
    outcome: textOf<TraceOutcome>(params, 'outcome'),
    kept: textOf<KeepReason>(params, 'kept'),
    userId: textOf(params, 'userId'),
    ddp: textOf(params, 'ddp'),
    traceId: textOf(params, 'traceId'),
    spans: flag(params, 'spans'),
  };
  checkTracesQuery(query);
  return query;
}

/**
 * The same for `GET errors` and {@link ErrorsQuery}.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function errorsQueryFrom(params: URLSearchParams, nowMs: number): ErrorsQuery {
  checkNames([...params.keys()], ofErrors);
  const query: ErrorsQuery = {
    ...commonOf(params, nowMs),
    order: textOf<ErrorOrder>(params, 'order'),
    source: textOf<ErrorSource>(params, 'source'),
    name: textOf(params, 'name'),
    expected: flag(params, 'expected'),
    group: textOf(params, 'group'),
    stepMs: wholeNumber(params, 'stepMs'),
  };
  checkErrorsQuery(query);
  return query;
}

/**
 * The same for `GET logs` and {@link LogsQuery}.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function logsQueryFrom(params: URLSearchParams, nowMs: number): LogsQuery {
  checkNames([...params.keys()], ofLogs);
  const query: LogsQuery = {
    ...commonOf(params, nowMs),
    level: textOf<LogLevel>(params, 'level'),
    text: textOf(params, 'text'),
    source: textOf<InvocationKind>(params, 'source'),
    name: textOf(params, 'name'),
    traceId: textOf(params, 'traceId'),
  };
  checkLogsQuery(query);
  return query;
}

function commonOf(params: URLSearchParams, nowMs: number) {
  const resource = membersOf('resource', params);
  return { ...rangeFrom(params, nowMs), resource, limit: wholeNumber(params, 'limit') };
}
