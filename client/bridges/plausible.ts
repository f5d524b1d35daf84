import { type BridgeOptions, createBridge, pageOf } from '../../common/analytics/bridge';
import type { AnalyticsPlugin, PluginEvent } from '../../common/analytics/plugin';

type Plausible = (event: string, options: object) => void;

/**
 * Hands events to Plausible, which knows no people. Its own page views have to
 * be off (`script.manual.js`, or `autoCapturePageviews: false`), or pages count
 * twice. https://plausible.io/docs/custom-event-goals
 */
export function plausibleBridge(globals: object, options?: BridgeOptions): AnalyticsPlugin {
  return createBridge<Plausible>(
    'plausible',
    'plausible',
    globals,
    {
      track: (plausible, event) => plausible(event.event || '', detailsOf(event)),
      page: (plausible, event) => plausible('pageview', detailsOf(event)),
    },
    options,
  );
}

/** At most 30 properties, each text, a number or a switch. */
function detailsOf(event: PluginEvent): object {
  const scalars = Object.entries(event.properties || {}).filter(
    ([, value]) => value !== null && typeof value !== 'object',
  );
  return { u: pageOf(event).url, props: Object.fromEntries(scalars.slice(0, 30)) };
}
