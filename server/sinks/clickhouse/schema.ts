/** What the statements depend on. */
export interface SchemaOptions {
  readonly database: string;
  readonly cluster?: string | undefined;
  readonly retention: Retention;
}

/** Days. */
export interface Retention {
  readonly rawDays: number;
  readonly minuteDays: number;
  readonly hourDays: number;
  readonly traceDays: number;
  readonly errorDays: number;
  readonly logDays: number;
  readonly eventDays: number;
}

/** Tables by what decides how long their rows are kept. */
export const tableRetention: Readonly<Record<string, keyof Retention>> = {
  batches: 'rawDays',
  series: 'rawDays',
  observers: 'rawDays',
  coverage: 'rawDays',
  batches_1m: 'minuteDays',
  series_1m: 'minuteDays',
  batches_1h: 'hourDays',
  series_1h: 'hourDays',
  traces: 'traceDays',
  errors: 'errorDays',
  logs: 'logDays',
  events: 'eventDays',
};

/** The name of a table, as it stands in a statement. */
export function tableName({ database }: Pick<SchemaOptions, 'database'>, table: string): string {
  return `\`${database}\`.${table}`;
}

/** Whom a row is from; `sender` has all of it as JSON. */
export const senderColumns = `
  service LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  host LowCardinality(String),
  instance LowCardinality(String),
  sender LowCardinality(String)`;

/** Write the statements that make a table, or a view that feeds one. */
export function makers({ database, cluster, retention }: SchemaOptions) {
  const onCluster = cluster === undefined ? '' : ` ON CLUSTER \`${cluster}\``;
  const replicated = cluster === undefined ? '' : 'Replicated';
  // Makes a second delivery harmless. One server does nothing of the kind by itself, and replicas for an hour only.
  const window =
    cluster === undefined
      ? ', non_replicated_deduplication_window = 10000'
      : ', replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800';

  return {
    table(name: string, columns: string, { engine, order }: { engine: string; order: string }) {
      const field = tableRetention[name] ?? 'rawDays';
      const days = retention[field];
      return `CREATE TABLE IF NOT EXISTS ${tableName({ database }, name)}${onCluster} (
  ${columns.trim()}
) ENGINE = ${replicated}${engine}
PARTITION BY ${partitions[field]}
ORDER BY (${order})
TTL toDateTime(at) + toIntervalDay(${days})
SETTINGS ttl_only_drop_parts = 1${window}`;
    },
    view(name: string, to: string, select: string, from: string, groupBy: string) {
      const target = tableName({ database }, to);
      return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${tableName({ database }, name)}${onCluster}
TO ${target} AS
${select}
FROM ${tableName({ database }, from)}
GROUP BY ${groupBy}`;
    },
  };
}

/** Whole partitions are deleted, so they are short where little is kept. */
const partitions: Readonly<Record<keyof Retention, string>> = {
  rawDays: 'toDate(at)',
  minuteDays: 'toMonday(at)',
  hourDays: 'toYYYYMM(at)',
  traceDays: 'toDate(at)',
  errorDays: 'toMonday(at)',
  logDays: 'toDate(at)',
  eventDays: 'toMonday(at)',
};
