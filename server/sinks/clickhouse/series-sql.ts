import type { HistogramState } from '../../../common/histogram';
import type { CheckedQuery } from '../../../common/read-query';
import { needsBuckets } from '../../../common/read-stat';
import type { Tally } from '../../../common/tally';
import { allOf, type Conditions, equal, inRange } from './conditions';
import { type Level, middleOf } from './level';
import { type SchemaOptions, tableName } from './schema';
import { ofSenders } from './windows';

/** What one row of an answer has in one step; of a histogram, at one scale. */
export interface SeriesRow {
  readonly [by: `by${number}`]: string;
  readonly step: number;
  readonly total: number;
  readonly added: number;
  readonly highest: number;
  readonly lowest: number | null;
  readonly zeros: number;
  readonly scale: number;
  /** Only where the statistic needs them. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Only where rows are by window: whose, and its begin or slot in epoch milliseconds. */
  readonly instance?: string;
  readonly slot?: number;
}

/** Whether the statistic has to know of each window for how long a gauge was known. */
export function isByWindow({ stat, definition: { kind, unit } }: CheckedQuery): boolean {
  return kind === 'gauge' && stat === 'avg' && unit !== 'ratio' && unit !== 'ms';
}

export function seriesSql(
  schema: SchemaOptions,
  level: Level,
  query: CheckedQuery,
  stepMs: number,
): Conditions {
  const middle = middleOf(level);
  const where = allOf(
    { sql: 'metric = {metric:String}', parameters: { metric: query.metric } },
    inRange('at', middle, query),
    ofSenders(query.resource),
    ofDims(query),
  );
  const keys = query.by.flatMap(({ from, key }, index) =>
    from === 'dims' ? [[`key${index}`, key] as const] : [],
  );
  const from = `FROM ${tableName(schema, level.series)} AS s
WHERE ${where.sql}`;
  const step = `toInt64(floor((${middle} - {from:Float64}) / {step:Float64})) AS step`;
  return {
    sql: isByWindow(query) ? gaugeSql(query, level, step, from) : tallySql(query, step, from),
    parameters: { ...where.parameters, ...Object.fromEntries(keys), step: stepMs },
  };
}

function tallySql(query: CheckedQuery, step: string, from: string): string {
  const { columns, names } = byColumns(query);
  const buckets = needsBuckets(query.stat) ? ['sumMap(s.buckets) AS counts'] : [];
  return `SELECT ${list(step, ...columns, 'scale', ...sums, ...buckets)}
${from}
GROUP BY ${list('step', ...names, 'scale')}
ORDER BY step, scale DESC`;
}

/** The time a row was known for in a window is that of the series that was known for longest. */
function gaugeSql(query: CheckedQuery, { widthMs }: Level, step: string, from: string): string {
  const { columns, names } = byColumns(query);
  const slot =
    widthMs === 0 ? 'toUnixTimestamp64Milli(begins) AS slot' : 'toUnixTimestamp(at) * 1000 AS slot';
  const groups = list('step', ...names, 'instance', 'slot');
  return `SELECT ${groups}, 0 AS scale, max(known) AS total, sum(gauge) AS added, max(top) AS highest,
  0 AS lowest, 0 AS zeros
FROM (
SELECT ${list(step, ...columns, 'instance', slot)},
  sum(s.count) AS known, sum(s.sum) AS gauge, max(s.max) AS top
${from}
GROUP BY ${groups}, key
)
GROUP BY ${groups}
ORDER BY step`;
}

const sums = [
  'sum(s.count) AS total',
  'sum(s.sum) AS added',
  'max(s.max) AS highest',
  'minIf(s.min, s.count > 0) AS lowest',
  'sum(s.zero) AS zeros',
];

function byColumns({ by }: CheckedQuery) {
  return {
    columns: by.map(({ from, key }, index) =>
      from === 'dims' ? `dims[{key${index}:String}] AS by${index}` : `${key} AS by${index}`,
    ),
    names: by.map((_, index) => `by${index}`),
  };
}

const list = (...columns: readonly string[]) => columns.join(', ');

function ofDims({ dims }: CheckedQuery): Conditions {
  const values = equal('dim', dims, (_name, index) => `dims[{dimName${index}:String}]`);
  const names = dims.map(([name], index) => [`dimName${index}`, name] as const);
  return {
    sql: values.sql,
    parameters: { ...values.parameters, ...Object.fromEntries(names) },
  };
}

/** A row as every reader adds it up. */
export function tallyOfRow({ stat, definition }: CheckedQuery, row: SeriesRow): Tally {
  const tally = { count: row.total, sum: row.added, max: row.highest };
  const { grid } = definition;
  if (!grid || !needsBuckets(stat)) return tally;
  return { ...tally, histogram: { grid, ...stateOf(row) } };
}

function stateOf({ total, added, highest, lowest, zeros, scale, counts = {} }: SeriesRow) {
  const pairs = Object.entries(counts).map(([index, count]) => [Number(index), count] as const);
  const first = pairs.reduce((least, [index]) => Math.min(least, index), Number.POSITIVE_INFINITY);
  const last = pairs.reduce((most, [index]) => Math.max(most, index), Number.NEGATIVE_INFINITY);
  const buckets = pairs.length === 0 ? [] : new Array<number>(last - first + 1).fill(0);
  for (const [index, count] of pairs) buckets[index - first] = count;
  return {
    scale,
    count: total,
    sum: added,
    min: lowest ?? 0,
    max: highest,
    zero: zeros,
    offset: pairs.length === 0 ? 0 : first,
    buckets,
  } satisfies Omit<HistogramState, 'grid'>;
}
