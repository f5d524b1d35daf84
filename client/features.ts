import type { FeatureEntry } from './analytics/feature-host';
import type { PageOptions } from './analytics/page-rules';
import { pages } from './analytics/pages';
import { routeOf } from './analytics/route-of';
import type { AnalyticsSettings } from './analytics/settings';
import type { FoundMeteor } from './meteor';
import { meteorFeatures } from './meteor-features';

/** What comes with the page, and what loads the rest. */
export interface Features {
  readonly entries: readonly FeatureEntry[];
  readonly late: () => Promise<readonly FeatureEntry[]>;
}

/** What the client watches, as far as the app has it. */
export function features(found: FoundMeteor, settings: AnalyticsSettings): Features {
  const options = Object(settings.pages) as PageOptions;
  const route = routeOf(found.packages, options.route);
  const load = async () =>
    pages({
      window: window as never,
      route,
      rules:
        settings.pages || settings.compat
          ? (await import('./analytics/page-rules')).pageRules(options, settings.compat)
          : undefined,
      loadHistory: () => import('./analytics/watch-history').then((loaded) => loaded.watchHistory),
    });
  const { entries, late } = meteorFeatures(found, settings, route);
  return { entries: [{ name: 'pages', load }, ...entries], late };
}
