import type { Options } from '../common/options';
import type { Sink } from '../common/sink';
import type { Access } from './dashboard/access';
import { createScrapeHandler } from './dashboard/scrape';
import type { MeteorApp } from './meteor';
import { createMount, openPaths } from './mount';
import type { PrometheusSink } from './sinks/prometheus';

export interface PrometheusMount {
  /** Lets Prometheus scrape the sink that is one of these, if any. */
  open(options: Options, sinks: readonly Sink[], access: () => Access): void;
  close(): void;
  /** Below which it answers. */
  paths(): readonly string[];
}

/** Mounts what Prometheus scrapes on the app's web server, behind the guard of the query API. */
export function createPrometheusMount({
  app,
}: {
  readonly app: Pick<MeteorApp, 'handlers'>;
}): PrometheusMount {
  const mount = createMount(app);
  return {
    open(options, sinks, access) {
      const sink = sinks.find(isScraped);
      if (!sink) return;
      mount.open(
        options.prometheus.path,
        createScrapeHandler({ access: access(), text: sink.text }),
      );
    },
    close: mount.close,
    paths: () => openPaths([mount]),
  };
}

function isScraped(sink: Sink): sink is PrometheusSink {
  return sink.name === 'prometheus' && typeof (sink as Partial<PrometheusSink>).text === 'function';
}
