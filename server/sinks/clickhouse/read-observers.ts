import type { CoverageEntry, ObserverEntry } from '../../../common/observer-entry';
import { createObserversAnswer } from '../../../common/observers-answer';
import type { CheckedObserversQuery } from '../../../common/read-query';
import type { ObserversAnswer } from '../../../common/reader';
import { allOf, inRange } from './conditions';
import { levels, middleOf } from './level';
import { type ReadParts, stepFor } from './read-series';
import { tableName } from './schema';
import { ofSenders, readWindows } from './windows';

interface OfWindow {
  readonly instance: string;
  readonly fromMs: number;
}

/** From the windows as they came: observers are kept in no other form. */
export async function readObservers(
  parts: ReadParts,
  query: CheckedObserversQuery,
): Promise<ObserversAnswer> {
  const [level] = levels;
  const windows = await readWindows(parts.client, parts.schema, level, query);
  const [observers, coverage] =
    windows.length === 0
      ? [[], []]
      : await Promise.all([
          entries<OfWindow & { entry: string }>(parts, query, 'observers', 'entry'),
          entries<OfWindow & CoverageEntry>(
            parts,
            query,
            'coverage',
            'collection, driver, mutations, expected, evaluations',
          ),
        ]);
  const observersOf = byWindow(observers, ({ entry }): ObserverEntry => JSON.parse(entry));
  const coverageOf = byWindow(
    coverage,
    ({ instance: _instance, fromMs: _fromMs, ...entry }): CoverageEntry => entry,
  );
  const answer = createObserversAnswer(query, stepFor(level, windows, query));
  for (const window of windows) {
    const key = keyOf({ instance: window.resource.instance, fromMs: window.from });
    answer.window({
      ...window,
      observers: observersOf.get(key) ?? [],
      coverage: coverageOf.get(key) ?? [],
    });
  }
  return answer.finish();
}

function entries<Row>(
  { client, schema }: ReadParts,
  query: CheckedObserversQuery,
  table: string,
  columns: string,
): Promise<Row[]> {
  const where = allOf(inRange('at', middleOf(levels[0]), query), ofSenders(query.resource));
  return client.rows<Row>(
    `SELECT instance, toUnixTimestamp64Milli(begins) AS fromMs, ${columns}
FROM ${tableName(schema, table)}
WHERE ${where.sql}`,
    where.parameters,
  );
}

function byWindow<Row extends OfWindow, Entry>(
  rows: readonly Row[],
  entryOf: (row: Row) => Entry,
): Map<string, Entry[]> {
  const lists = new Map<string, Entry[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const list = lists.get(key);
    if (list) list.push(entryOf(row));
    else lists.set(key, [entryOf(row)]);
  }
  return lists;
}

const keyOf = ({ instance, fromMs }: OfWindow) => `${instance} ${fromMs}`;
