import { type BridgeOptions, createBridge, pageOf } from '../../common/analytics/bridge';
import type { AnalyticsPlugin } from '../../common/analytics/plugin';

/** Matomo's queue: an array at first, once loaded something else that has `push`. */
interface Queue {
  push(...commands: readonly unknown[][]): unknown;
}

/**
 * Hands events to Matomo's `_paq`. The `trackPageView` of its snippet has to
 * be left out, or the first page counts twice.
 * https://developer.matomo.org/api-reference/tracking-javascript
 */
export function matomoBridge(globals: object, options?: BridgeOptions): AnalyticsPlugin {
  return createBridge<Queue>(
    'matomo',
    '_paq',
    globals,
    {
      track: (queue, { event, properties: { category, label, value } = {} }) =>
        queue.push(['trackEvent', category || 'track', event, label, value]),
      page(queue, event) {
        const { url, title, referrer } = pageOf(event);
        if (url) queue.push(['setCustomUrl', url]);
        if (referrer) queue.push(['setReferrerUrl', referrer]);
        queue.push(['trackPageView', event.name || title]);
      },
      screen: (queue, { name }) => queue.push(['trackPageView', name]),
      reset: (queue) => queue.push(['resetUserId']),
      identify: (queue, { userId }) => userId && queue.push(['setUserId', userId]),
    },
    options,
  );
}
