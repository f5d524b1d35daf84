import { placeIn, readable } from './app-mongo';
import { configuredForwarders } from './configured-forwarders';
import type { ConfiguredSink } from './configured-sink';
import { clickhouseSink } from './sinks/clickhouse';
import { httpSink } from './sinks/http';
import { mongoSink } from './sinks/mongo';
import { ndjsonSink } from './sinks/ndjson';
import { otlpSink } from './sinks/otlp';
import { prometheusSink } from './sinks/prometheus';

/** Where a ClickHouse server is found unless it is configured, but asked for as `backend`. */
const localClickhouse = 'http://127.0.0.1:8123';

/** All of them, those that can be read first. */
export const configuredSinks: readonly ConfiguredSink[] = [
  {
    name: 'clickhouse',
    isWanted: ({ clickhouse }) => clickhouse.url !== undefined,
    create: ({ clickhouse: { url = localClickhouse, ...rest } }, { wallNow }) =>
      clickhouseSink({ url, ...rest, wallNow }),
  },
  {
    name: 'mongo',
    isWanted: ({ mongo }) => mongo.enabled || mongo.url !== undefined,
    create({ mongo: { enabled: _enabled, database, url, ...rest } }, { mongo, ...parts }) {
      const app = mongo();
      const place = placeIn(app, { url, database });
      return readable(() => mongoSink({ ...place, driver: app.driver, ...rest, ...parts }));
    },
  },
  {
    name: 'prometheus',
    isWanted: ({ prometheus }) => prometheus.enabled,
    create: ({ seriesIdleMs, flushIntervalMs }) =>
      prometheusSink({ idleBatches: Math.ceil(seriesIdleMs / flushIntervalMs) }),
  },
  {
    name: 'otlp',
    isWanted: ({ otlp }) => otlp.endpoint !== undefined,
    create: ({ otlp: { endpoint = '', ...rest }, seriesIdleMs, flushIntervalMs }, parts) =>
      otlpSink({
        endpoint,
        ...rest,
        ...parts,
        idleBatches: Math.ceil(seriesIdleMs / flushIntervalMs),
      }),
  },
  {
    name: 'ndjson',
    isWanted: ({ ndjson }) => ndjson.path !== undefined,
    create: ({ ndjson: { path = '-', ...rest } }) => ndjsonSink({ path, ...rest }),
  },
  {
    name: 'http',
    isWanted: ({ http }) => http.url !== undefined,
    create: ({ http: { url = '', ...rest } }, { wallNow }) => httpSink({ url, ...rest, wallNow }),
  },
  ...configuredForwarders,
];
