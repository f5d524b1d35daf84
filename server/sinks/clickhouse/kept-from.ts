import type { ReadParts } from './read-series';
import { type Retention, tableName } from './schema';

const day = 86_400_000;

/** Since when nothing is forgotten that is kept for so many days: since the first batch, or that many days. */
export async function keptFrom(
  { client, schema, now }: ReadParts,
  days: keyof Retention,
): Promise<{ readonly keptFrom?: number }> {
  const [{ batches, first } = { batches: 0, first: 0 }] = await client.rows<{
    batches: number;
    first: number;
  }>(
    `SELECT count() AS batches, toUnixTimestamp64Milli(min(begins)) AS first
FROM ${tableName(schema, 'batches_1h')}`,
  );
  if (batches === 0) return {};
  return { keptFrom: Math.max(first, now() - schema.retention[days] * day) };
}
