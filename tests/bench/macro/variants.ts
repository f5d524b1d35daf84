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
export const scrapeToken = 'a token that the scraper knows';

export const off: Variant = { name: 'off', radiant: undefined };

/** As it is without any option: all instruments, every call traced, the sink `memory`. */
export const defaults: Variant = { name: 'defaults (memory)', radiant: {} };

/** The same, and what it costs without the traces. */
export const untraced: Variant = {
  name: 'defaults, traces off',
  radiant: { traces: { enabled: false } },
};

/** One for each sink but `memory`, to receivers in another process. */
export function sinkVariants(
  { url, clickhouseUrl }: Receivers,
  mongoUrl: string | undefined,
): Variant[] {
  const file = join(tmpdir(), `radiant-bench-${process.pid}.ndjson`);
  return [
    ...(mongoUrl ? [{ name: 'mongo', radiant: { mongo: { url: mongoUrl } } }] : []),
    ...(clickhouseUrl
      ? [{ name: 'clickhouse', radiant: { clickhouse: { url: clickhouseUrl } } }]
      : []),
    {
      name: 'prometheus',
      radiant: { prometheus: { enabled: true, path: scrapePath }, api: { token: scrapeToken } },
      isScraped: true,
    },
    { name: 'otlp', radiant: { otlp: { endpoint: url } } },
    { name: 'http', radiant: { http: { url } } },
    { name: 'ndjson', radiant: { ndjson: { path: file } } },
  ];
}
