import type { Forgotten, ForgottenId } from '../../../common/forget';
import type { Filters } from '../../../common/read-checks';
import type { Clickhouse } from './client';
import { equal } from './conditions';
import { type SchemaOptions, tableName } from './schema';

const columns: Readonly<Record<ForgottenId, string>> = {
  userId: 'user_id',
  anonymousId: 'anonymous_id',
};

/**
 * Deletes what has one of these ids, from the disks too: ClickHouse writes the
 * parts anew that it was in, on all replicas, before it answers.
 */
export async function forget(
  client: Pick<Clickhouse, 'rows' | 'run'>,
  schema: SchemaOptions,
  ids: Filters<ForgottenId>,
): Promise<Forgotten> {
  const table = tableName(schema, 'events');
  const { sql, parameters } = equal('id', ids, (field) => columns[field], { join: 'OR' });
  const [{ events } = { events: 0 }] = await client.rows<Forgotten>(
    `SELECT count() AS events FROM ${table} FINAL WHERE ${sql}`,
    parameters,
  );
  await client.run(
    `ALTER TABLE ${table} DELETE WHERE ${sql} SETTINGS mutations_sync = 2`,
    parameters,
  );
  return { events };
}
