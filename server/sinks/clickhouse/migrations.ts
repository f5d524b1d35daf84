import { RetryableError } from '../../../common/sink';
import type { Clickhouse } from './client';
import { eventTables } from './event-tables';
import { firstTables } from './first-tables';
import { type Retention, type SchemaOptions, tableName, tableRetention } from './schema';

/** The statements that lead from each version to the next. All of them may be run again. */
const migrations: ReadonlyArray<(options: SchemaOptions) => string[]> = [firstTables, eventTables];

/**
 * Brings the database to the schema that this Radiant writes, and the time
 * that rows are kept to what is configured. Several processes may do so at
 * once: every statement may be run again, and the version is noted last.
 * `repair` runs all of them, for a database of which somebody dropped a table.
 *
 * @throws {RetryableError} when the schema is of a newer Radiant, or ClickHouse fails.
 */
export async function migrate(
  client: Clickhouse,
  options: SchemaOptions,
  { repair = false }: { readonly repair?: boolean } = {},
): Promise<void> {
  const known = repair ? 0 : await versionOf(client, options);
  if (known > migrations.length) {
    throw new RetryableError(
      `ClickHouse has Radiant's schema ${known}, this Radiant knows ${migrations.length}: update it`,
    );
  }
  for (const [index, statementsOf] of migrations.entries()) {
    if (index < known) continue;
    for (const statement of [...preparations(options), ...statementsOf(options)]) {
      await client.run(statement);
    }
    await client.run(
      `INSERT INTO ${tableName(options, 'migrations')} (version) VALUES (${index + 1})`,
    );
  }
  await keepFor(client, options);
}

/** Everything that `migrate` would run on an empty server, for who must not let the app do it. */
export function allStatements(options: SchemaOptions): string[] {
  const version = `INSERT INTO ${tableName(options, 'migrations')} (version) VALUES (${migrations.length})`;
  return [
    ...preparations(options),
    ...migrations.flatMap((statements) => statements(options)),
    version,
  ];
}

function preparations(options: SchemaOptions): string[] {
  const { database, cluster } = options;
  const onCluster = cluster === undefined ? '' : ` ON CLUSTER \`${cluster}\``;
  const engine = cluster === undefined ? 'MergeTree' : 'ReplicatedMergeTree';
  return [
    `CREATE DATABASE IF NOT EXISTS \`${database}\`${onCluster}`,
    `CREATE TABLE IF NOT EXISTS ${tableName(options, 'migrations')}${onCluster} (
  version UInt32, applied_at DateTime('UTC') DEFAULT now()
) ENGINE = ${engine} ORDER BY version`,
  ];
}

/** 0 where there is nothing yet. */
async function versionOf(client: Clickhouse, options: SchemaOptions): Promise<number> {
  const [{ tables } = { tables: 0 }] = await client.rows<{ tables: number }>(
    "SELECT count() AS tables FROM system.tables WHERE database = {database:String} AND name = 'migrations'",
    { database: options.database },
  );
  if (tables === 0) return 0;
  const [{ version } = { version: 0 }] = await client.rows<{ version: number }>(
    `SELECT max(version) AS version FROM ${tableName(options, 'migrations')}`,
  );
  return version;
}

/** Changes the tables whose rows are kept for another time than is configured. */
async function keepFor(client: Clickhouse, options: SchemaOptions): Promise<void> {
  const { database, cluster, retention } = options;
  const onCluster = cluster === undefined ? '' : ` ON CLUSTER \`${cluster}\``;
  const tables = await client.rows<{ name: string; days: string }>(
    `SELECT name, extract(create_table_query, 'TTL .*toIntervalDay\\\\((\\\\d+)\\\\)') AS days
FROM system.tables WHERE database = {database:String}`,
    { database },
  );
  for (const { name, days } of tables) {
    const wanted = wantedDays(name, retention);
    if (days === '' || wanted === undefined || Number(days) === wanted) continue;
    await client.run(
      `ALTER TABLE ${tableName(options, name)}${onCluster} MODIFY TTL toDateTime(at) + toIntervalDay(${wanted})`,
    );
  }
}

function wantedDays(table: string, retention: Retention): number | undefined {
  const field = tableRetention[table];
  return field === undefined ? undefined : retention[field];
}
