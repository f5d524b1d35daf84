import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receivers } from './receivers-process';

/** One way to run the app. */
export interface Variant {
  readonly name: string;
  /** `Meteor.settings.radiant`; without it the app has no Radiant. */
  readonly radiant: Readonly<Record<string, unknown>> | undefined;
  /** Whether Prometheus' endpoint is scraped meanwhile. */
  readonly isScraped?: boolean;
}

export const scrapePath = '/_radiant/prometheus';
export const scrapeToken = 'a-token-of-the-macro-benchmark';

export const off: Variant = { name: 'off', radiant: undefined };

/** Without a token it warns that nobody may look. */
const api = { token: scrapeToken };

/** As it is without any option: all instruments, every call traced, the sink `memory`. */
export const defaults: Variant = { name: 'defaults (memory)', radiant: { api } };

/** The same, and what it costs without the traces. */
export const untraced: Variant = {
  name: 'defaults, traces off',
  radiant: { api, traces: { enabled: false } },
};

/** One for each sink but `memory`, to receivers in another process. */
export function sinkVariants(
  { url, clickhouseUrl }: Receivers,
  mongoUrl: string | undefined,
): Variant[] {
  const file = join(tmpdir(), `radiant-bench-${process.pid}.ndjson`);
  return [
    ...(mongoUrl ? [{ name: 'mongo', radiant: { api, mongo: { url: mongoUrl } } }] : []),
    ...(clickhouseUrl
      ? [{ name: 'clickhouse', radiant: { api, clickhouse: { url: clickhouseUrl } } }]
      : []),
    {
      name: 'prometheus',
      radiant: { api, prometheus: { enabled: true, path: scrapePath } },
      isScraped: true,
    },
    { name: 'otlp', radiant: { api, otlp: { endpoint: url } } },
    { name: 'http', radiant: { api, http: { url } } },
    { name: 'ndjson', radiant: { api, ndjson: { path: file } } },
  ];
}
