import { applyOkgrow, type LoadBridge } from './analytics/compat';
import type { AnalyticsCore } from './analytics/create-analytics';

/** Reads the settings of okgrow:analytics. Loaded by apps that have those and none of Radiant's own. */
export function readOkgrow(core: AnalyticsCore, block: unknown): void {
  applyOkgrow(core, block, {
    globals: window,
    loadBridge,
    // biome-ignore lint/suspicious/noConsole: the notice that is due to the developer
    notice: (line) => console.info(`[radiant] ${line}`),
  });
}

const loadBridge: LoadBridge = async (name, options) => {
  if (name === 'gtag') return (await import('./bridges/gtag')).gtagBridge(window, options);
  if (name === 'mixpanel') return (await import('./bridges/mixpanel')).mixpanelBridge(window);
  return (await import('./bridges/intercom')).intercomBridge(window);
};
