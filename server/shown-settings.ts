import { listOptions } from '../common/option-list';
import type { OptionSources } from '../common/option-resolve';
import { listSettings, type Setting } from '../common/option-settings';
import { optionsSchema } from '../common/options';
import type { Sink } from '../common/sink';

/** An option that is in effect; of what may not be shown, only that it is set. */
export interface ShownSetting extends Setting {
  /** Present when `value` says only that there is one. */
  readonly isHidden?: true;
}

/**
 * The options that are in effect, for people who look at the dashboard. Shown
 * are switches and numbers, and of texts those that are listed here; of
 * addresses, the origin. What is not listed is hidden, so that an option that
 * comes later shows nothing by mistake.
 */
export function shownSettings(sources: OptionSources): readonly ShownSetting[] {
  return listSettings(optionsSchema, sources).map(shown);
}

function shown(setting: Setting): ShownSetting {
  const { name, value } = setting;
  if (value === undefined) return setting;
  if (name === 'sinks') return { ...setting, value: (value as Sink[]).map((sink) => sink.name) };
  if (secrets.has(name)) return hidden(setting);
  if (typeof value === 'boolean' || typeof value === 'number' || plain.has(name)) return setting;
  if (addresses.has(name)) return { ...setting, value: new URL(String(value)).origin };
  return hidden(setting);
}

function hidden(setting: Setting): ShownSetting {
  return { ...setting, value: 'set, not shown', isHidden: true };
}

const secrets: ReadonlySet<string> = new Set(
  listOptions(optionsSchema).flatMap(({ path, option }) => (option.secret ? [path] : [])),
);

/** Texts that hold no secrets. */
const plain: ReadonlySet<string> = new Set([
  ...['service', 'environment', 'release', 'backend', 'logs'],
  ...['clickhouse.database', 'clickhouse.cluster', 'mongo.database'],
  ...['otlp.protocol', 'otlp.temporality', 'otlp.histograms'],
  ...['prometheus.path', 'api.path', 'dashboard.path', 'collector.path'],
  ...['ndjson.path', 'spill.path'],
  ...['segment.consent', 'rudderstack.consent', 'jitsu.consent', 'posthog.consent'],
  ...['ga4.consent', 'matomo.consent', 'posthog.groupType', 'posthog.profiles'],
  ...['ga4.measurementId', 'ga4.traits'],
  ...['traces.args', 'traces.argValues', 'traces.acceptTraceparent', 'traces.propagateTo'],
  ...['collector.origins', 'collector.ip', 'collector.gpc', 'collector.bots'],
  ...['collector.allowProperties', 'collector.denyProperties'],
  ...['alerts.scope', 'alerts.without'],
]);

/** Their paths and queries may hold keys. */
const addresses: ReadonlySet<string> = new Set([
  ...['segment.url', 'rudderstack.url', 'jitsu.url'],
  ...['posthog.url', 'ga4.url', 'matomo.url', 'alerts.dashboardUrl'],
]);
