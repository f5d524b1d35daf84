import type { FeatureEntry } from './analytics/feature-host';
import type { AnalyticsSettings } from './analytics/settings';
import type { FoundMeteor } from './meteor';

/**
 * What the client watches, as far as the settings want it: a switch that is
 * not there has the value given here; one that is an object is on, and has
 * the options in it. What is off costs no bytes where it is loaded by `import()`.
 */
export function features(_found: FoundMeteor, _settings: AnalyticsSettings): FeatureEntry[] {
  return [];
}
