import type { LogsAnswer } from '../../../../common/read-logs';
import { apiAddress } from '../../data/api';

/** Parameters of the search, as they stand in the address of the screen. */
export const searchParams = ['level', 'text', 'source', 'name', 'traceId'] as const;

/** Lines of one page. */
export const pageLines = 200;

type Params = Readonly<Record<string, string | undefined>>;

/**
 * Address of a page of lines: those of the search, in the range and with the filters of the screen.
 * Lines of one trace are looked for whenever it was.
 *
 * @param rangeParams as every route takes them
 */
export function logsAddress(
  params: Params,
  rangeParams: Readonly<Record<string, string | number>>,
): string {
  const { level, text, source, name, traceId } = params;
  const before = Number(params.before);
  return apiAddress('logs', {
    ...(traceId ? { from: 0 } : rangeParams),
    ...(before > 0 ? { to: before } : {}),
    ...{ level, text, source, name, traceId },
    limit: pageLines,
  });
}

/**
 * Where the page of older lines ends, in epoch ms: it begins with the millisecond of the last line,
 * as there may be more of it; `undefined` where there are no older ones.
 */
export function olderThan({ logs, more }: Pick<LogsAnswer, 'logs' | 'more'>): number | undefined {
  const [newest, oldest] = [logs[0]?.at, logs.at(-1)?.at];
  if (!more || newest === undefined || oldest === undefined) return undefined;
  // A page of one millisecond alone would be the same again.
  return oldest < newest ? oldest + 1 : oldest;
}
