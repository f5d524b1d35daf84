import type { FeatureEntry } from './analytics/feature-host';
import type { PageOptions } from './analytics/page-rules';
import { pages } from './analytics/pages';
import { routeOf } from './analytics/route-of';
import type { AnalyticsSettings } from './analytics/settings';
import type { FoundMeteor } from './meteor';
import { type AddFeature, addMeteorFeatures } from './meteor-features';

/**
 * What the client watches, as far as the settings want it and the app has it:
 * a switch that is not there is on; one that is an object is on, and has the
 * options in it. All but pages, accounts and the notes of DDP is loaded later.
 */
export function features(found: FoundMeteor, settings: AnalyticsSettings): FeatureEntry[] {
  const entries: FeatureEntry[] = [];
  const add: AddFeature = (name, wanted, load) => {
    if (wanted !== false) entries.push({ name, load: () => load(Object(wanted)) });
  };
  const route = routeOf(found.packages, (Object(settings.pages) as PageOptions).route);

  add('pages', settings.pages, async (options: PageOptions) =>
    pages({
      window: window as never,
      route,
      rules:
        settings.pages || settings.compat
          ? (await import('./analytics/page-rules')).pageRules(options, settings.compat)
          : undefined,
      loadHistory: () => import('./analytics/watch-history').then((loaded) => loaded.watchHistory),
    }),
  );
  addMeteorFeatures(found, settings, add, route);
  return entries;
}
