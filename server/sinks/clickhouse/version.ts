import type { Clickhouse } from './client';

/**
 * Since 26.1 what inserts that were gathered bring to materialized views is
 * left out the second time; versions before refuse the two together.
 * https://github.com/ClickHouse/ClickHouse/pull/93957
 */
const since = 26.01;

/** Whether gathered inserts are stored once on this server. */
export async function takesAsyncInserts(client: Pick<Clickhouse, 'rows'>): Promise<boolean> {
  const [{ version } = { version: '' }] = await client.rows<{ version: string }>(
    'SELECT version() AS version',
  );
  const [year, month] = version.split('.').map(Number);
  return (year ?? 0) + (month ?? 0) / 100 >= since;
}
