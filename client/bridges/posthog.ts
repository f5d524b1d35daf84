import { type BridgeOptions, createBridge, pageOf } from '../../common/analytics/bridge';
import type { AnalyticsPlugin } from '../../common/analytics/plugin';

interface Posthog {
  capture(event: string, properties?: object): void;
  identify(userId: string, traits?: object): void;
  group(type: string, id: string, traits?: object): void;
  alias(alias: string, original?: string): void;
  reset(): void;
}

/**
 * Hands events to posthog-js. Its own page views have to be off
 * (`capture_pageview: false`), or pages count twice.
 * https://posthog.com/docs/libraries/js
 */
export function posthogBridge(
  globals: object,
  options: BridgeOptions & { readonly groupType?: string } = {},
): AnalyticsPlugin {
  return createBridge<Posthog>(
    'posthog',
    'posthog',
    globals,
    {
      track: (posthog, { event = '', properties }) => posthog.capture(event, properties),
      page(posthog, event) {
        const { url, title } = pageOf(event);
        const page = { $current_url: url, $title: title, name: event.name };
        posthog.capture('$pageview', { ...page, ...event.properties });
      },
      screen: (posthog, { name, properties }) =>
        posthog.capture('$screen', { $screen_name: name, ...properties }),
      identify: (posthog, { userId, traits }) => userId && posthog.identify(userId, traits),
      reset: (posthog) => posthog.reset(),
      group: (posthog, { groupId, traits }) =>
        groupId && posthog.group(options.groupType || 'company', groupId, traits),
      // PostHog makes `alias` a part of the person it is given second.
      alias: (posthog, { userId, previousId }) =>
        userId && previousId && posthog.alias(previousId, userId),
    },
    options,
  );
}
