import type { FeatureEntry } from './analytics/feature-host';
import type { PageRules } from './analytics/page-rules';
import { pages, type Route } from './analytics/pages';
import { routeOf } from './analytics/route-of';
import type { AnalyticsSettings, Switch } from './analytics/settings';
import type { FoundMeteor } from './meteor';

/**
 * What the client watches, as far as the settings want it: a switch that is
 * not there has the value given here; one that is an object is on, and has
 * the options in it. What is off costs no bytes where it is loaded by `import()`.
 */
export function features(found: FoundMeteor, settings: AnalyticsSettings): FeatureEntry[] {
  const entries: FeatureEntry[] = [];
  const add = <Options>(
    name: string,
    wanted: Switch,
    load: (options: Options) => ReturnType<FeatureEntry['load']>,
  ) => {
    if (wanted) entries.push({ name, load: () => load(Object(wanted) as Options) });
  };

  add('pages', settings.pages ?? true, ({ route, ...rules }: PageOptions) =>
    pages({
      ...(settings.compat && { name: ({ title }) => title }), // as okgrow named them
      ...rules,
      window: window as never,
      route: routeOf(found.packages, route),
      loadHistory: () => import('./analytics/watch-history').then((loaded) => loaded.watchHistory),
    }),
  );
  return entries;
}

/** What `pages` may hold in settings; functions and expressions only in `configure`. */
interface PageOptions extends PageRules {
  readonly route?: () => Route | undefined;
}
