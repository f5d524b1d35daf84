import { inSlices, type Sliced } from '../../../common/in-slices';
import type { CoverageEntry, ObserverEntry, OwnerKind } from '../../../common/observer-entry';
import { createObserversAnswer } from '../../../common/observers-answer';
import type { ReadWindow } from '../../../common/read-answer';
import type { CheckedObserversQuery } from '../../../common/read-query';
import type { ObserversAnswer } from '../../../common/reader';
import { allOf, inRange } from './conditions';
import { levels, middleOf } from './level';
import { type ObserverColumns, observerFigures } from './observer-columns';
import { type ReadParts, stepFor } from './read-series';
import { tableName } from './schema';
import { ofSenders, readWindows } from './windows';

interface OfStep {
  readonly instance: string;
  readonly step: number;
}

/** One key of one sender in one step. */
interface ObserverRow extends OfStep, ObserverColumns {
  readonly ownerKind: OwnerKind;
  readonly ownerName: string;
  readonly collection: string;
  readonly shape: string;
  readonly driver: string;
  /** The first that is known, or empty. */
  readonly reason: string;
  /** Windows that have the key, and the begin of the last of them. */
  readonly entries: number;
  readonly lastMs: number;
}

/** From the windows as they came: observers are kept in no other form. ClickHouse adds up each step. */
export async function readObservers(
  parts: ReadParts,
  query: CheckedObserversQuery,
): Promise<ObserversAnswer> {
  const [level] = levels;
  const windows = await readWindows(parts.client, parts.schema, level, query);
  const stepMs = stepFor(level, windows, query);
  if (windows.length === 0) return createObserversAnswer(query, stepMs).finish();
  const [observers, coverage] = await Promise.all([
    inSteps<ObserverRow>(parts, query, stepMs, 'observers', observerSql),
    inSteps<OfStep & CoverageEntry>(parts, query, stepMs, 'coverage', coverageSql),
  ]);
  return inSlices(answered(query, { stepMs, windows, observers, coverage }));
}

interface Found {
  readonly stepMs: number;
  readonly windows: readonly ReadWindow[];
  readonly observers: readonly ObserverRow[];
  readonly coverage: ReadonlyArray<OfStep & CoverageEntry>;
}

/** What a sender has in a step comes with the last of its windows there. */
function* answered(
  query: CheckedObserversQuery,
  { stepMs, windows, observers, coverage }: Found,
): Sliced<ObserversAnswer> {
  const observersOf = yield* lists(observers);
  const coverageOf = yield* lists(coverage);
  const keyOfWindow = ({ resource: { instance }, at }: ReadWindow) =>
    keyOf({ instance, step: Math.floor((at - query.from) / stepMs) });
  const lastOf = new Map(windows.map((window) => [keyOfWindow(window), window]));
  const answer = createObserversAnswer(query, stepMs);
  for (const window of windows) {
    const key = keyOfWindow(window);
    const isLast = lastOf.get(key) === window;
    answer.window({
      ...window,
      observers: isLast ? entriesOf(observersOf.get(key) ?? [], window) : [],
      coverage: isLast ? (coverageOf.get(key) ?? []).map(coverageOfRow) : [],
    });
    yield;
  }
  return answer.finish();
}

function entriesOf(rows: readonly ObserverRow[], last: ReadWindow): ObserverEntry[] {
  return rows.map((row) => ({
    owner: { kind: row.ownerKind, name: row.ownerName },
    collection: row.collection,
    shape: row.shape,
    driver: row.driver,
    ...(row.reason === '' ? {} : { driverReason: row.reason }),
    ...observerFigures(row, { entries: row.entries, isLive: row.lastMs === last.from }),
  }));
}

function coverageOfRow({ instance: _instance, step: _step, ...entry }: OfStep & CoverageEntry) {
  return entry;
}

const observerSql = {
  columns: `owner_kind AS ownerKind, owner AS ownerName, collection, shape, driver,
  argMinIf(driver_reason, begins, driver_reason != '') AS reason,
  count() AS entries, toUnixTimestamp64Milli(max(begins)) AS lastMs,
  sumMap(o.counts) AS counts, argMax(o.gauges, begins) AS gauges,
  minMap(o.least) AS least, maxMap(o.greatest) AS greatest,
  sumMap(o.initial_query) AS initialQuery, sumMap(o.lifetime) AS lifetime, sumMap(o.poll) AS poll`,
  keys: 'ownerKind, ownerName, collection, shape, driver',
};

const coverageSql = {
  columns: `collection, driver,
  sum(o.mutations) AS mutations, sum(o.expected) AS expected, sum(o.evaluations) AS evaluations`,
  keys: 'collection, driver',
};

function inSteps<Row>(
  { client, schema }: ReadParts,
  query: CheckedObserversQuery,
  stepMs: number,
  table: string,
  { columns, keys }: typeof observerSql,
): Promise<Row[]> {
  const middle = middleOf(levels[0]);
  const where = allOf(inRange('at', middle, query), ofSenders(query.resource));
  return client.rows<Row>(
    `SELECT instance, toInt64(floor((${middle} - {from:Float64}) / {step:Float64})) AS step,
  ${columns}
FROM ${tableName(schema, table)} AS o
WHERE ${where.sql}
GROUP BY instance, step, ${keys}`,
    { ...where.parameters, step: stepMs },
  );
}

function* lists<Row extends OfStep>(rows: readonly Row[]): Sliced<Map<string, Row[]>> {
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const list = byKey.get(key);
    if (list) list.push(row);
    else byKey.set(key, [row]);
    yield;
  }
  return byKey;
}

const keyOf = ({ instance, step }: OfStep) => `${instance} ${step}`;
