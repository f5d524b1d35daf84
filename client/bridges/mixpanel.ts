import { type BridgeOptions, createBridge, pageOf } from '../../common/analytics/bridge';
import type { AnalyticsPlugin } from '../../common/analytics/plugin';

interface Mixpanel {
  track(event: string, properties?: object): void;
  track_pageview(properties?: object): void;
  identify(userId: string): void;
  alias(alias: string, original: string): void;
  set_group(key: string, id: string): void;
  reset(): void;
  readonly people: { set(traits: object): void };
}

/**
 * Hands events to Mixpanel's browser library. Its own page views have to be off
 * (`track_pageview: false`, as is usual), or pages count twice.
 * https://docs.mixpanel.com/docs/tracking-methods/sdks/javascript
 */
export function mixpanelBridge(
  globals: object,
  options: BridgeOptions & { readonly groupKey?: string } = {},
): AnalyticsPlugin {
  return createBridge<Mixpanel>(
    'mixpanel',
    'mixpanel',
    globals,
    {
      track: (mixpanel, { event = '', properties }) => mixpanel.track(event, properties),
      page(mixpanel, event) {
        const { url, title } = pageOf(event);
        const page = { current_url_full: url, current_page_title: title, name: event.name };
        mixpanel.track_pageview({ ...page, ...event.properties });
      },
      screen: (mixpanel, { name, properties }) =>
        mixpanel.track('Screen Viewed', { name, ...properties }),
      identify(mixpanel, { userId, traits }) {
        if (userId) mixpanel.identify(userId);
        if (userId && traits) mixpanel.people.set(traits);
      },
      reset: (mixpanel) => mixpanel.reset(),
      group: (mixpanel, { groupId }) =>
        groupId && mixpanel.set_group(options.groupKey || 'company', groupId),
      alias: (mixpanel, { userId, previousId }) =>
        userId && previousId && mixpanel.alias(userId, previousId),
    },
    options,
  );
}
