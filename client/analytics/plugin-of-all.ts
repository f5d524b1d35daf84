import { eventTypes } from '../../common/analytics/event';
import type { AnalyticsPlugin, PluginContext, PluginType } from '../../common/analytics/plugin';

/** A plugin of our own that does the same with events of every type, and has nothing to load. */
export function pluginOfAll(
  name: string,
  type: PluginType,
  run: <Context extends PluginContext>(context: Context) => Context | Promise<Context>,
): AnalyticsPlugin {
  const plugin: AnalyticsPlugin = {
    name,
    type,
    isLoaded: () => true,
    load: async () => undefined,
  };
  for (const each of eventTypes) plugin[each] = run;
  return plugin;
}
