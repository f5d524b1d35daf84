import { makers, type SchemaOptions, senderColumns as sender } from './schema';

const senderKey = 'service, environment, release, host, instance';

/** The window a row is of, and its middle. */
const window = `
  at DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  begins DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  ends DateTime64(3, 'UTC') CODEC(Delta, ZSTD)`;

const dims = 'Map(String, String)';
const buckets = 'Map(Int32, UInt64)';
const numbers = 'Map(LowCardinality(String), Float64) CODEC(ZSTD)';

/** The tables and views of version 1, in the order in which they are made. */
export function firstTables(options: SchemaOptions): string[] {
  const { table, view } = makers(options);
  return [
    table('batches', `id String, ${sender}, ${window}, drops Map(LowCardinality(String), UInt64)`, {
      engine: 'MergeTree',
      order: 'at, instance, id',
    }),
    table(
      'series',
      `metric LowCardinality(String), kind LowCardinality(String), unit LowCardinality(String),
  key String CODEC(ZSTD), dims ${dims} CODEC(ZSTD), ${sender}, ${window},
  value Float64 CODEC(ZSTD), count UInt64 CODEC(ZSTD), sum Float64 CODEC(ZSTD),
  min Float64 CODEC(ZSTD), max Float64 CODEC(ZSTD), zero UInt64 CODEC(ZSTD),
  scale Int8 CODEC(ZSTD), buckets ${buckets} CODEC(ZSTD)`,
      { engine: 'MergeTree', order: `metric, key, ${senderKey}, at` },
    ),
    table(
      'observers',
      `${sender}, ${window},
  owner_kind LowCardinality(String), owner LowCardinality(String),
  collection LowCardinality(String), shape String CODEC(ZSTD), driver LowCardinality(String),
  driver_reason LowCardinality(String),
  handles Float64, multiplexers Float64, duplicates Float64, orphans Float64,
  evaluations Nullable(Float64), useful Nullable(Float64), cpu_ms Float64, fanout Float64,
  counts ${numbers}, gauges ${numbers}, least ${numbers}, greatest ${numbers},
  initial_query ${buckets} CODEC(ZSTD), lifetime ${buckets} CODEC(ZSTD), poll ${buckets} CODEC(ZSTD)`,
      { engine: 'MergeTree', order: 'at, collection, owner' },
    ),
    table(
      'coverage',
      `${sender}, ${window},
  collection LowCardinality(String), driver LowCardinality(String),
  mutations Float64, expected Float64, evaluations Float64`,
      { engine: 'MergeTree', order: 'at, collection' },
    ),
    table(
      'traces',
      `at DateTime64(3, 'UTC'), ${sender},
  trace_id String, kind LowCardinality(String), name String, duration_ms Float64,
  outcome LowCardinality(String), kept LowCardinality(String), keep_rate Float64,
  ddp String, user_id String, entry String CODEC(ZSTD(3)), spans String CODEC(ZSTD(3))`,
      { engine: 'MergeTree', order: 'at, trace_id' },
    ),
    table(
      'errors',
      `at DateTime64(3, 'UTC'), first_at DateTime64(3, 'UTC'), ${sender},
  group String, source LowCardinality(String), name String, error_name LowCardinality(String),
  message String CODEC(ZSTD), frame String CODEC(ZSTD), expected Bool, count UInt64,
  sample_at DateTime64(3, 'UTC'), sample String CODEC(ZSTD(3))`,
      { engine: 'MergeTree', order: 'group, at' },
    ),
    table(
      'logs',
      `at DateTime64(3, 'UTC'), window_at DateTime64(3, 'UTC'), number UInt32, ${sender},
  level LowCardinality(String), origin LowCardinality(String), message String CODEC(ZSTD(3)),
  source LowCardinality(String), name String, trace_id String, entry String CODEC(ZSTD(3))`,
      { engine: 'MergeTree', order: 'at' },
    ),
    ...rollUp('1m', 'toStartOfMinute(at)', table, view),
    ...rollUp('1h', 'toStartOfHour(at)', table, view),
  ];
}

type Makers = ReturnType<typeof makers>;

/** Series and windows by the minute or the hour; everything in them adds up exactly. */
function rollUp(
  suffix: string,
  slot: string,
  table: Makers['table'],
  view: Makers['view'],
): string[] {
  return [
    table(
      `batches_${suffix}`,
      `at DateTime('UTC'), ${sender},
  begins SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  ends SimpleAggregateFunction(max, DateTime64(3, 'UTC'))`,
      { engine: 'AggregatingMergeTree', order: `at, ${senderKey}, sender` },
    ),
    view(
      `batches_to_${suffix}`,
      `batches_${suffix}`,
      `SELECT ${slot} AS at, ${senderKey}, sender, min(b.begins) AS begins, max(b.ends) AS ends`,
      'batches AS b',
      `at, ${senderKey}, sender`,
    ),
    table(
      `series_${suffix}`,
      `metric LowCardinality(String), key String, at DateTime('UTC'), scale Int8, ${sender},
  dims SimpleAggregateFunction(any, ${dims}),
  count SimpleAggregateFunction(sum, UInt64), sum SimpleAggregateFunction(sum, Float64),
  min SimpleAggregateFunction(min, Float64), max SimpleAggregateFunction(max, Float64),
  zero SimpleAggregateFunction(sum, UInt64),
  buckets SimpleAggregateFunction(sumMap, ${buckets})`,
      { engine: 'AggregatingMergeTree', order: `metric, key, ${senderKey}, sender, at, scale` },
    ),
    view(
      `series_to_${suffix}`,
      `series_${suffix}`,
      `SELECT metric, key, ${slot} AS at, scale, ${senderKey}, sender, any(s.dims) AS dims,
  sum(s.count) AS count, sum(s.sum) AS sum,
  min(if(s.kind = 'histogram' AND s.count = 0, inf, s.min)) AS min, max(s.max) AS max,
  sum(s.zero) AS zero, sumMap(s.buckets) AS buckets`,
      'series AS s',
      `metric, key, at, scale, ${senderKey}, sender`,
    ),
  ];
}
