import { group, option } from './option-schema';
import { boolean, urlPath } from './option-types';

/** Options of the dashboard, which shows what the query API answers. */
export const dashboardOptions = group({
  enabled: option(boolean, {
    default: true,
    help: 'Whether the dashboard is served; it needs the query API (`api.enabled`), whose guard is its own.',
  }),
  path: option(urlPath, {
    default: '/_radiant',
    help: "Where the dashboard is, below the app's root; the collector, the query API and Prometheus may lie below it.",
  }),
});
