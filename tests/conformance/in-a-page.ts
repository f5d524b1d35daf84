import type { AnalyticsBrowser } from '@segment/analytics-next';
import type { AnalyticsApi } from '../../client/analytics/api';
import type { AnalyticsCore } from '../../client/analytics/create-analytics';
import type { Later } from '../../client/analytics/later';
import type { AnalyticsParts } from '../../client/analytics/parts';
import type { AnalyticsPlugin } from '../../common/analytics/plugin';
import { bundleOf, type Page } from './a-page';

/** Segment's client for browsers, as a script. */
export const nextBundle = () =>
  bundleOf(`export { AnalyticsBrowser } from '@segment/analytics-next';`);

/** Ours. */
export const ownBundle = () =>
  bundleOf(
    `export { createAnalytics } from './client/analytics/create-analytics';
     export { later } from './client/analytics/later';`,
  );

export interface NextOptions {
  /** Options of `Segment.io`, such as `deliveryStrategy`. */
  readonly segment?: object;
  readonly plugins?: readonly AnalyticsPlugin[];
}

/** Starts Segment's client, with the settings its CDN would have given it. */
export function startNext(
  { window }: Page,
  url: string,
  { segment, plugins = [] }: NextOptions = {},
): AnalyticsBrowser {
  const bundled = window.bundled as { readonly AnalyticsBrowser: typeof AnalyticsBrowser };
  const apiHost = `${url.replace('http://', '')}/v1`;
  const ours = { apiKey: 'radiant', apiHost, protocol: 'http', ...segment };
  return bundled.AnalyticsBrowser.load({
    writeKey: 'radiant',
    cdnSettings: { integrations: { 'Segment.io': ours } },
    plugins: [...plugins],
  });
}

/** Starts ours, as its edge does in an app. */
export async function startOwn({ window }: Page, url: string): Promise<AnalyticsApi> {
  const bundled = window.bundled as {
    createAnalytics(parts: AnalyticsParts): AnalyticsCore;
    readonly later: Later;
  };
  const core = bundled.createAnalytics({
    browser: window as never,
    later: bundled.later,
    settings: { host: url },
    meteor: {},
    config: { autoupdate: { versions: { 'web.browser': { versionNonRefreshable: 'abc' } } } },
    now: () => performance.now(),
    wallNow: Date.now,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    warn(line) {
      throw new Error(line);
    },
    log: () => undefined,
  });
  await core.start([]);
  return core.api;
}
