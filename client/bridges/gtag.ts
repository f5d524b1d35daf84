import { type BridgeOptions, createBridge, pageOf } from '../../common/analytics/bridge';
import type { AnalyticsPlugin } from '../../common/analytics/plugin';

type Gtag = (command: string, ...rest: unknown[]) => void;

/**
 * Hands events to Google's gtag.js. Its own page views have to be off
 * (`gtag('config', 'G-...', { send_page_view: false })`, and those "based on
 * browser history events" in the stream's settings), or pages count twice. The
 * id of the user goes with `userId: true` only.
 * https://developers.google.com/tag-platform/gtagjs/reference
 */
export function gtagBridge(
  globals: object,
  options: BridgeOptions & { readonly userId?: boolean } = {},
): AnalyticsPlugin {
  return createBridge<Gtag>(
    'gtag',
    'gtag',
    globals,
    {
      track(gtag, { event = '', properties }) {
        const name = event.toLowerCase().replace(/\W+/g, '_').slice(0, 40);
        gtag(
          'event',
          name.replace(/^signed_in$/, 'login').replace(/^signed_up$/, 'sign_up'),
          properties,
        );
      },
      page(gtag, given) {
        const { url, title, referrer } = pageOf(given);
        const page = { page_location: url, page_title: title, page_referrer: referrer };
        gtag('event', 'page_view', { ...page, ...given.properties });
      },
      screen: (gtag, { name, properties }) =>
        gtag('event', 'screen_view', { screen_name: name, ...properties }),
      identify: (gtag, { userId }) => options.userId && gtag('set', { user_id: userId }),
      reset: (gtag) => gtag('set', { user_id: null }),
      group: (gtag, { groupId }) => gtag('event', 'join_group', { group_id: groupId }),
    },
    options,
  );
}
