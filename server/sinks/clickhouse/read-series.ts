import { inSlices, type Sliced } from '../../../common/in-slices';
import { createAnswer, type ReadWindow } from '../../../common/read-answer';
import type { CheckedQuery } from '../../../common/read-query';
import { usualWidth, widenStep } from '../../../common/read-span';
import type { ReadAnswer } from '../../../common/reader';
import type { Clickhouse } from './client';
import { type Level, levelFor } from './level';
import type { SchemaOptions } from './schema';
import { isByWindow, type SeriesRow, seriesSql, tallyOfRow } from './series-sql';
import { readWindows } from './windows';

export interface ReadParts {
  readonly client: Pick<Clickhouse, 'rows' | 'each'>;
  readonly schema: SchemaOptions;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * ClickHouse adds up what belongs to one row and step, histograms by bucket;
 * the rest of the arithmetic is that of every reader.
 */
export async function readSeries(
  { client, schema, now }: ReadParts,
  query: CheckedQuery,
): Promise<ReadAnswer> {
  const level = levelFor(query, schema.retention, now());
  const windows = await readWindows(client, schema, level, query);
  const stepMs = stepFor(level, windows, query);
  const { sql, parameters } = seriesSql(schema, level, query, stepMs);
  const rows = windows.length === 0 ? [] : await client.rows<SeriesRow>(sql, parameters);
  return inSlices(answered(query, { level, stepMs, windows, rows }));
}

interface Found {
  readonly level: Level;
  readonly stepMs: number;
  readonly windows: readonly ReadWindow[];
  readonly rows: readonly SeriesRow[];
}

function* answered(
  query: CheckedQuery,
  { level, stepMs, windows, rows }: Found,
): Sliced<ReadAnswer> {
  const answer = createAnswer(query, stepMs);
  const rowsOf = grouped(rows, ({ step }) => step);
  const stepOf = ({ at }: ReadWindow) => Math.floor((at - query.from) / stepMs);
  for (const [step, ofStep] of grouped(windows, stepOf)) {
    for (const window of ofStep) answer.window(window);
    const windowOf = findWindow(query, level, ofStep);
    for (const row of rowsOf.get(step) ?? []) {
      const window = windowOf(row);
      if (!window) continue; // its batch is not all there yet
      answer.window(window);
      answer.series(dimsOf(query, row), tallyOfRow(query, row));
      yield;
    }
  }
  answer.close();
  return answer.finish();
}

export function stepFor(
  { widthMs }: Level,
  windows: readonly ReadWindow[],
  { stepMs, from, to }: { readonly stepMs: number | undefined; from: number; to: number },
): number {
  if (stepMs === undefined) return to - from;
  return widenStep(stepMs, Math.max(widthMs, usualWidth(windows)));
}

/** A window of the step that a row is of, or that has the row's resource values. */
function findWindow(query: CheckedQuery, level: Level, windows: readonly ReadWindow[]) {
  if (isByWindow(query)) {
    const slot = ({ from, at }: ReadWindow) =>
      level.widthMs === 0 ? from : at - level.widthMs / 2;
    const known = new Map(windows.map((one) => [`${one.resource.instance} ${slot(one)}`, one]));
    return ({ instance, slot: at }: SeriesRow) => known.get(`${instance} ${at}`);
  }
  const fields = query.by.flatMap(({ from, key }) => (from === 'resource' ? [key] : []));
  const known = new Map(
    windows.map((window) => [
      JSON.stringify(fields.map((field) => window.resource[field as 'release'])),
      window,
    ]),
  );
  return (row: SeriesRow) => {
    const values = query.by.flatMap(({ from }, index) =>
      from === 'resource' ? [row[`by${index}`]] : [],
    );
    return known.get(JSON.stringify(values));
  };
}

function dimsOf({ by }: CheckedQuery, row: SeriesRow): Record<string, string> {
  const pairs = by.flatMap(({ from, key }, index) =>
    from === 'dims' ? [[key, row[`by${index}`] ?? ''] as const] : [],
  );
  return Object.fromEntries(pairs);
}

function grouped<T>(list: readonly T[], stepOf: (one: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of list) {
    const step = stepOf(one);
    const group = groups.get(step);
    if (group) group.push(one);
    else groups.set(step, [one]);
  }
  return groups;
}
