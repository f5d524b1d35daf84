import type { Options } from '../common/options';
import type { Sink } from '../common/sink';
import { type AccessParts, accessFor } from './access-for';
import { createScrapeHandler } from './dashboard/scrape';
import type { MeteorApp } from './meteor';
import { createMount } from './mount';
import type { PrometheusSink } from './sinks/prometheus';

export interface PrometheusMount {
  /** Lets Prometheus scrape the sink that is one of these, if any. */
  open(options: Options, sinks: readonly Sink[]): void;
  close(): void;
}

/** Mounts what Prometheus scrapes on the app's web server, behind the guard of the query API. */
export function createPrometheusMount(
  parts: AccessParts & { readonly app: Pick<MeteorApp, 'handlers' | 'isDevelopment'> },
): PrometheusMount {
  const mount = createMount(parts.app);
  return {
    open(options, sinks) {
      const sink = sinks.find(isScraped);
      if (!sink) return;
      const warn = options.api.enabled ? () => undefined : parts.warn; // the API's guard says it
      const access = accessFor(options, { ...parts, warn });
      mount.open(options.prometheus.path, createScrapeHandler({ access, text: sink.text }));
    },
    close: mount.close,
  };
}

function isScraped(sink: Sink): sink is PrometheusSink {
  return sink.name === 'prometheus' && typeof (sink as Partial<PrometheusSink>).text === 'function';
}
