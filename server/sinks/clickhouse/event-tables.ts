import { makers, type SchemaOptions, senderColumns } from './schema';

/**
 * The table of version 2, for analytics events. An event may come again, in
 * another batch, by another process, after days; then its time by the
 * collector's clock is another one. What the sender said of it is not, so rows
 * are sorted, and the same ones found, by the sender's day; of these the one
 * stored first stays. `name` and what follows it are what reports ask for, `''`
 * where it is absent; the last four columns are all there is, as JSON.
 */
export function eventTables(options: SchemaOptions): string[] {
  const { table } = makers(options);
  return [
    table(
      'events',
      `at DateTime64(3, 'UTC') CODEC(Delta, ZSTD), sender_day Date, ${senderColumns},
  write_key LowCardinality(String), message_id String CODEC(ZSTD), type LowCardinality(String),
  user_id String CODEC(ZSTD), anonymous_id String CODEC(ZSTD), bot Bool,
  name LowCardinality(String), visit String CODEC(ZSTD),
  pattern LowCardinality(String), path String CODEC(ZSTD),
  referrer LowCardinality(String), campaign LowCardinality(String),
  version UInt64 DEFAULT 18446744073709551615 - toUnixTimestamp64Nano(now64(9)) CODEC(ZSTD),
  properties String CODEC(ZSTD(3)), traits String CODEC(ZSTD(3)), context String CODEC(ZSTD(3)),
  entry String CODEC(ZSTD(3)),
  INDEX at_index at TYPE minmax GRANULARITY 1`,
      {
        engine: 'ReplacingMergeTree(version)',
        order: 'write_key, sender_day, anonymous_id, message_id',
      },
    ),
  ];
}
