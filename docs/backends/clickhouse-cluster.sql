-- Made from server/sinks/clickhouse/schema.ts; a test compares.

CREATE DATABASE IF NOT EXISTS `radiant` ON CLUSTER `main`;

CREATE TABLE IF NOT EXISTS `radiant`.migrations ON CLUSTER `main` (
  version UInt32, applied_at DateTime('UTC') DEFAULT now()
) ENGINE = ReplicatedMergeTree ORDER BY version;

CREATE TABLE IF NOT EXISTS `radiant`.batches ON CLUSTER `main` (
  id String, 
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String), 
  at DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  begins DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  ends DateTime64(3, 'UTC') CODEC(Delta, ZSTD), drops Map(LowCardinality(String), UInt64)
) ENGINE = ReplicatedMergeTree
PARTITION BY toDate(at)
ORDER BY (at, instance, id)
TTL toDateTime(at) + toIntervalDay(7)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE TABLE IF NOT EXISTS `radiant`.series ON CLUSTER `main` (
  metric LowCardinality(String), kind LowCardinality(String), unit LowCardinality(String),
  key String CODEC(ZSTD), dims Map(String, String) CODEC(ZSTD), 
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String), 
  at DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  begins DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  ends DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  value Float64 CODEC(ZSTD), count UInt64 CODEC(ZSTD), sum Float64 CODEC(ZSTD),
  min Float64 CODEC(ZSTD), max Float64 CODEC(ZSTD), zero UInt64 CODEC(ZSTD),
  scale Int8 CODEC(ZSTD), buckets Map(Int32, UInt64) CODEC(ZSTD)
) ENGINE = ReplicatedMergeTree
PARTITION BY toDate(at)
ORDER BY (metric, key, service, environment, release, host, instance, at)
TTL toDateTime(at) + toIntervalDay(7)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE TABLE IF NOT EXISTS `radiant`.observers ON CLUSTER `main` (
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String), 
  at DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  begins DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  ends DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  owner_kind LowCardinality(String), owner LowCardinality(String),
  collection LowCardinality(String), shape String CODEC(ZSTD), driver LowCardinality(String),
  driver_reason LowCardinality(String),
  handles Float64, multiplexers Float64, duplicates Float64, orphans Float64,
  evaluations Nullable(Float64), useful Nullable(Float64), cpu_ms Float64, fanout Float64,
  counts Map(LowCardinality(String), Float64) CODEC(ZSTD), gauges Map(LowCardinality(String), Float64) CODEC(ZSTD), least Map(LowCardinality(String), Float64) CODEC(ZSTD), greatest Map(LowCardinality(String), Float64) CODEC(ZSTD),
  initial_query Map(Int32, UInt64) CODEC(ZSTD), lifetime Map(Int32, UInt64) CODEC(ZSTD), poll Map(Int32, UInt64) CODEC(ZSTD)
) ENGINE = ReplicatedMergeTree
PARTITION BY toDate(at)
ORDER BY (at, collection, owner)
TTL toDateTime(at) + toIntervalDay(7)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE TABLE IF NOT EXISTS `radiant`.coverage ON CLUSTER `main` (
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String), 
  at DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  begins DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  ends DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  collection LowCardinality(String), driver LowCardinality(String),
  mutations Float64, expected Float64, evaluations Float64
) ENGINE = ReplicatedMergeTree
PARTITION BY toDate(at)
ORDER BY (at, collection)
TTL toDateTime(at) + toIntervalDay(7)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE TABLE IF NOT EXISTS `radiant`.traces ON CLUSTER `main` (
  at DateTime64(3, 'UTC'), 
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String),
  trace_id String, kind LowCardinality(String), name String, duration_ms Float64,
  outcome LowCardinality(String), kept LowCardinality(String), keep_rate Float64,
  ddp String, user_id String, entry String CODEC(ZSTD(3)), spans String CODEC(ZSTD(3))
) ENGINE = ReplicatedMergeTree
PARTITION BY toDate(at)
ORDER BY (at, trace_id)
TTL toDateTime(at) + toIntervalDay(7)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE TABLE IF NOT EXISTS `radiant`.errors ON CLUSTER `main` (
  at DateTime64(3, 'UTC'), first_at DateTime64(3, 'UTC'), 
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String),
  group String, source LowCardinality(String), name String, error_name LowCardinality(String),
  message String CODEC(ZSTD), frame String CODEC(ZSTD), expected Bool, count UInt64,
  sample_at DateTime64(3, 'UTC'), sample String CODEC(ZSTD(3))
) ENGINE = ReplicatedMergeTree
PARTITION BY toMonday(at)
ORDER BY (group, at)
TTL toDateTime(at) + toIntervalDay(90)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE TABLE IF NOT EXISTS `radiant`.logs ON CLUSTER `main` (
  at DateTime64(3, 'UTC'), window_at DateTime64(3, 'UTC'), number UInt32, 
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String),
  level LowCardinality(String), origin LowCardinality(String), message String CODEC(ZSTD(3)),
  source LowCardinality(String), name String, trace_id String, entry String CODEC(ZSTD(3))
) ENGINE = ReplicatedMergeTree
PARTITION BY toDate(at)
ORDER BY (at)
TTL toDateTime(at) + toIntervalDay(7)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE TABLE IF NOT EXISTS `radiant`.batches_1m ON CLUSTER `main` (
  at DateTime('UTC'), 
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String),
  begins SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  ends SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
) ENGINE = ReplicatedAggregatingMergeTree
PARTITION BY toMonday(at)
ORDER BY (at, service, environment, release, host, instance, sender)
TTL toDateTime(at) + toIntervalDay(30)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE MATERIALIZED VIEW IF NOT EXISTS `radiant`.batches_to_1m ON CLUSTER `main`
TO `radiant`.batches_1m AS
SELECT toStartOfMinute(at) AS at, service, environment, release, host, instance, sender, min(b.begins) AS begins, max(b.ends) AS ends
FROM `radiant`.batches AS b
GROUP BY at, service, environment, release, host, instance, sender;

CREATE TABLE IF NOT EXISTS `radiant`.series_1m ON CLUSTER `main` (
  metric LowCardinality(String), key String, at DateTime('UTC'), scale Int8, 
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String),
  dims SimpleAggregateFunction(any, Map(String, String)),
  count SimpleAggregateFunction(sum, UInt64), sum SimpleAggregateFunction(sum, Float64),
  min SimpleAggregateFunction(min, Float64), max SimpleAggregateFunction(max, Float64),
  zero SimpleAggregateFunction(sum, UInt64),
  buckets SimpleAggregateFunction(sumMap, Map(Int32, UInt64))
) ENGINE = ReplicatedAggregatingMergeTree
PARTITION BY toMonday(at)
ORDER BY (metric, key, service, environment, release, host, instance, sender, at, scale)
TTL toDateTime(at) + toIntervalDay(30)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE MATERIALIZED VIEW IF NOT EXISTS `radiant`.series_to_1m ON CLUSTER `main`
TO `radiant`.series_1m AS
SELECT metric, key, toStartOfMinute(at) AS at, scale, service, environment, release, host, instance, sender, any(s.dims) AS dims,
  sum(s.count) AS count, sum(s.sum) AS sum,
  min(if(s.kind = 'histogram' AND s.count = 0, inf, s.min)) AS min, max(s.max) AS max,
  sum(s.zero) AS zero, sumMap(s.buckets) AS buckets
FROM `radiant`.series AS s
GROUP BY metric, key, at, scale, service, environment, release, host, instance, sender;

CREATE TABLE IF NOT EXISTS `radiant`.batches_1h ON CLUSTER `main` (
  at DateTime('UTC'), 
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String),
  begins SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
  ends SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
) ENGINE = ReplicatedAggregatingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (at, service, environment, release, host, instance, sender)
TTL toDateTime(at) + toIntervalDay(400)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE MATERIALIZED VIEW IF NOT EXISTS `radiant`.batches_to_1h ON CLUSTER `main`
TO `radiant`.batches_1h AS
SELECT toStartOfHour(at) AS at, service, environment, release, host, instance, sender, min(b.begins) AS begins, max(b.ends) AS ends
FROM `radiant`.batches AS b
GROUP BY at, service, environment, release, host, instance, sender;

CREATE TABLE IF NOT EXISTS `radiant`.series_1h ON CLUSTER `main` (
  metric LowCardinality(String), key String, at DateTime('UTC'), scale Int8, 
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String),
  dims SimpleAggregateFunction(any, Map(String, String)),
  count SimpleAggregateFunction(sum, UInt64), sum SimpleAggregateFunction(sum, Float64),
  min SimpleAggregateFunction(min, Float64), max SimpleAggregateFunction(max, Float64),
  zero SimpleAggregateFunction(sum, UInt64),
  buckets SimpleAggregateFunction(sumMap, Map(Int32, UInt64))
) ENGINE = ReplicatedAggregatingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (metric, key, service, environment, release, host, instance, sender, at, scale)
TTL toDateTime(at) + toIntervalDay(400)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

CREATE MATERIALIZED VIEW IF NOT EXISTS `radiant`.series_to_1h ON CLUSTER `main`
TO `radiant`.series_1h AS
SELECT metric, key, toStartOfHour(at) AS at, scale, service, environment, release, host, instance, sender, any(s.dims) AS dims,
  sum(s.count) AS count, sum(s.sum) AS sum,
  min(if(s.kind = 'histogram' AND s.count = 0, inf, s.min)) AS min, max(s.max) AS max,
  sum(s.zero) AS zero, sumMap(s.buckets) AS buckets
FROM `radiant`.series AS s
GROUP BY metric, key, at, scale, service, environment, release, host, instance, sender;

CREATE TABLE IF NOT EXISTS `radiant`.events ON CLUSTER `main` (
  at DateTime64(3, 'UTC') CODEC(Delta, ZSTD), sender_day Date, 
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String),
  write_key LowCardinality(String), message_id String CODEC(ZSTD), type LowCardinality(String),
  user_id String CODEC(ZSTD), anonymous_id String CODEC(ZSTD), bot Bool,
  name LowCardinality(String), visit String CODEC(ZSTD),
  pattern LowCardinality(String), path String CODEC(ZSTD),
  referrer LowCardinality(String), campaign LowCardinality(String),
  version UInt64 DEFAULT 18446744073709551615 - toUnixTimestamp64Nano(now64(9)) CODEC(ZSTD),
  properties String CODEC(ZSTD(3)), traits String CODEC(ZSTD(3)), context String CODEC(ZSTD(3)),
  entry String CODEC(ZSTD(3)),
  INDEX at_index at TYPE minmax GRANULARITY 1
) ENGINE = ReplicatedReplacingMergeTree(version)
PARTITION BY toMonday(at)
ORDER BY (write_key, sender_day, anonymous_id, message_id)
TTL toDateTime(at) + toIntervalDay(90)
SETTINGS ttl_only_drop_parts = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800;

INSERT INTO `radiant`.migrations (version) VALUES (2);
