import { type ClickhouseFront, startClickhouse } from './clickhouse-front';

/** ClickHouse for the tests of this suite; skips them, and says so, where its engine cannot be loaded. */
export function startedClickhouse(): () => ClickhouseFront {
  let front: ClickhouseFront | undefined;

  before(async function () {
    this.timeout(60_000);
    try {
      front = await startClickhouse();
    } catch (error) {
      process.stderr.write(`SKIPPED: ClickHouse’s engine cannot be loaded: ${String(error)}\n`);
      this.skip();
    }
  });

  after(() => front?.close());

  return () => {
    if (!front) throw new Error('ClickHouse has not been started yet');
    return front;
  };
}

/** Forgets all rows of a database, but keeps its tables. */
export function emptied({ query }: ClickhouseFront, database = 'radiant'): void {
  const tables = query(
    `SELECT name FROM system.tables WHERE database = '${database}' AND engine LIKE '%MergeTree' AND name != 'migrations'`,
    'TabSeparated',
  );
  for (const table of tables.split('\n')) {
    if (table !== '') query(`TRUNCATE TABLE \`${database}\`.${table}`);
  }
}
