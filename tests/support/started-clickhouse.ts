import { type ClickhouseFront, startClickhouse } from './clickhouse-front';

/** Says so where its engine cannot be loaded, and gives nothing. */
export async function clickhouseOrNothing(): Promise<ClickhouseFront | undefined> {
  try {
    return await startClickhouse();
  } catch (error) {
    process.stderr.write(`SKIPPED: ClickHouse’s engine cannot be loaded: ${String(error)}\n`);
    return undefined;
  }
}

/** ClickHouse for the tests of this suite; skips them, and says so, where its engine cannot be loaded. */
export function startedClickhouse(): () => ClickhouseFront {
  let front: ClickhouseFront | undefined;

  before(async function () {
    this.timeout(60_000);
    front = await clickhouseOrNothing();
    if (!front) this.skip();
  });

  after(() => front?.close());

  return () => {
    if (!front) throw new Error('ClickHouse has not been started yet');
    return front;
  };
}

/** Forgets all rows of a database, but keeps its tables. */
export function emptied(front: ClickhouseFront, database = 'radiant'): void {
  for (const table of tablesOf(front, database)) front.query(`TRUNCATE TABLE ${table}`);
}

/** All that a database holds, as lines of JSON. */
export function rowsOfAll(front: ClickhouseFront, database = 'radiant'): string {
  const tables = tablesOf(front, database);
  return tables.map((table) => front.query(`SELECT * FROM ${table}`)).join('\n');
}

/** But for the one with the version. */
function tablesOf({ query }: ClickhouseFront, database: string): string[] {
  const names = query(
    `SELECT name FROM system.tables
WHERE database = '${database}' AND engine LIKE '%MergeTree' AND name != 'migrations' AND total_rows > 0`,
    'TabSeparated',
  );
  return names
    .split('\n')
    .filter((name) => name !== '')
    .map((name) => `\`${database}\`.${name}`);
}
