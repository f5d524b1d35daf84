import type { Batch } from '../../common/batch';
import { inSlices } from '../../common/in-slices';
import type { Reader } from '../../common/reader';
import type { Sink } from '../../common/sink';
import { createAttempts } from './clickhouse/attempts';
import { clickhouse } from './clickhouse/client';
import { createConnection } from './clickhouse/connection';
import { dateText } from './clickhouse/date-text';
import { clickhouseReader } from './clickhouse/reader';
import { rowsOf, type TableRows } from './clickhouse/rows';
import { type Retention, type SchemaOptions, tableName } from './clickhouse/schema';

export interface ClickhouseSinkOptions extends Partial<Retention> {
  /** Of the HTTP interface. */
  readonly url: string;
  readonly database?: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Makes replicated tables on all servers of this cluster. */
  readonly cluster?: string | undefined;
  /** Whether the server gathers inserts of several processes, where it can do so without counting twice. */
  readonly asyncInsert?: boolean;
  /** Epoch milliseconds. */
  readonly wallNow?: () => number;
}

/** A ClickHouse sink; it can be read. */
export type ClickhouseSink = Sink & { readonly reader: Reader };

const usualRetention: Retention = {
  rawDays: 7,
  minuteDays: 30,
  hourDays: 400,
  traceDays: 7,
  errorDays: 90,
  logDays: 7,
  eventDays: 90,
};

/**
 * Keeps batches in ClickHouse, a server or a cluster, by its HTTP interface.
 * Makes and updates its tables before the first write or read.
 *
 * Stored once: each insert carries the batch's id, by which ClickHouse leaves
 * out a second one, in the roll-ups too, among the last 10,000 of a table. The
 * row in `batches` is written last; where it is there already, a batch that
 * comes again, or from before this process, is not sent at all.
 */
export function clickhouseSink(options: ClickhouseSinkOptions): ClickhouseSink {
  const { database = 'radiant', cluster, asyncInsert = true, wallNow = Date.now } = options;
  const schema: SchemaOptions = { database, cluster, retention: retentionOf(options) };
  const client = clickhouse(options, wallNow);
  const connection = createConnection(client, schema);
  const mayBeStored = createAttempts(wallNow());

  async function isStored({ id, from, to }: Batch, signal: AbortSignal): Promise<boolean> {
    const sql = `SELECT id FROM ${tableName(schema, 'batches')}
WHERE at = {at:DateTime64(3, 'UTC')} AND id = {id:String} LIMIT 1`;
    const rows = await client.rows(sql, { at: dateText((from + to) / 2), id }, signal);
    return rows.length > 0;
  }

  async function store(batch: Batch, settings: Settings, signal: AbortSignal): Promise<void> {
    const insert = ({ table, lines }: TableRows) => {
      const token = `${batch.id} ${table}`;
      const all = { ...settings, insert_deduplication_token: token };
      return client.insert(tableName(schema, table), lines, all, signal);
    };
    const { records, batches } = await inSlices(rowsOf(batch));
    for (const outcome of await Promise.allSettled(records.map(insert))) {
      if (outcome.status === 'rejected') throw outcome.reason;
    }
    await insert(batches);
  }

  return {
    name: 'clickhouse',
    write: (batch, signal) =>
      connection(async ({ takesAsyncInserts }) => {
        if (mayBeStored(batch) && (await isStored(batch, signal))) return;
        await store(batch, insertSettings(asyncInsert && takesAsyncInserts), signal);
      }, signal),
    reader: clickhouseReader(
      {
        rows: (sql, parameters) => connection(() => client.rows(sql, parameters)),
        run: (sql, parameters) => connection(() => client.run(sql, parameters)),
        each: (sql, take, parameters) => connection(() => client.each(sql, take, parameters)),
      },
      schema,
      wallNow,
    ),
  };
}

type Settings = Readonly<Record<string, string>>;

function insertSettings(asyncInsert: boolean): Settings {
  return {
    insert_deduplicate: '1',
    deduplicate_blocks_in_dependent_materialized_views: '1',
    precise_float_parsing: '1',
    ...(asyncInsert
      ? { async_insert: '1', wait_for_async_insert: '1', async_insert_deduplicate: '1' }
      : { async_insert: '0' }),
  };
}

function retentionOf(options: Partial<Retention>): Retention {
  const days = { ...usualRetention, ...options };
  const { rawDays, minuteDays, hourDays, traceDays, errorDays, logDays, eventDays } = days;
  return { rawDays, minuteDays, hourDays, traceDays, errorDays, logDays, eventDays };
}
