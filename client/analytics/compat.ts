import {
  type OkgrowSettings,
  okgrowNotice,
  readOkgrowSettings,
} from '../../common/analytics/okgrow-settings';
import type { AnalyticsPlugin } from '../../common/analytics/plugin';
import type { AnalyticsCore } from './create-analytics';
import { pluginOfAll } from './plugin-of-all';

/** Loads a bridge by name. */
export type LoadBridge = (
  name: OkgrowSettings['bridges'][number],
  options: { readonly userId: boolean },
) => Promise<AnalyticsPlugin>;

/**
 * Makes okgrow's block of settings Radiant's own, says so in one line, and in
 * `status().compat`. What the app configured itself wins.
 */
export function applyOkgrow(
  { api, settings, notes }: Pick<AnalyticsCore, 'api' | 'settings' | 'notes'>,
  block: unknown,
  parts: {
    readonly globals: object;
    readonly loadBridge: LoadBridge;
    readonly notice: (line: string) => void;
  },
): void {
  const read = readOkgrowSettings(block);
  if (!read) return;
  const { pages, bridges, gaUserId, mapped, refused } = read;
  notes.compat = { mapped, refused };
  parts.notice(okgrowNotice(read));
  if (pages === false && settings.pages === undefined) api.configure({ pages });
  for (const name of bridges) {
    const added = parts.loadBridge(name, { userId: gaUserId });
    added.then(
      (bridge) => api.register(bridge),
      (error) => parts.notice(`${error}`),
    );
  }
  if (bridges.includes('gtag')) void api.register(notTwice(parts.globals));
}

/** What the browser's gtag has had, the server does not forward to Google Analytics once more. */
function notTwice(globals: object): AnalyticsPlugin {
  return pluginOfAll('gtag-not-twice', 'enrichment', (context) => {
    const { event } = context;
    if ('gtag' in globals) event.integrations = { ...event.integrations, ga4: false };
    return context;
  });
}
