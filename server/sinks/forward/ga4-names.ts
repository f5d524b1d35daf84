import { hexOf } from './stable-id';

const longestName = 40;

/** https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference#reserved_names */
const reservedEvents = new Set(
  `ad_activeview ad_click ad_exposure ad_impression ad_query ad_reward adunit_exposure app_background
  app_clear_data app_exception app_install app_remove app_store_refund app_store_subscription_cancel
  app_store_subscription_convert app_store_subscription_renew app_uninstall app_update app_upgrade
  dynamic_link_app_open dynamic_link_app_update dynamic_link_first_open error firebase_campaign
  firebase_in_app_message_action firebase_in_app_message_dismiss firebase_in_app_message_impression
  first_open first_visit in_app_purchase notification_dismiss notification_foreground
  notification_open notification_receive notification_send os_update screen_view session_start
  session_start_with_rollout user_engagement`.split(/\s+/),
);

const reservedPrefix = /^(?:_|firebase_|ga_|google_|gtag\.)/i;

/**
 * A name as GA4 takes it: 40 characters of letters, digits and `_`, a letter
 * first, none of its own names. Spaces and signs become `_`, capitals small:
 * `Signed Out` is `signed_out`. What has no such letters in it becomes
 * `e_` with a hash, so that different names stay different.
 */
export function ga4EventName(name: string): string {
  const known = recommended.get(name);
  if (known !== undefined) return known;
  const plain = worded(name).toLowerCase();
  if (!/[a-z0-9]/.test(plain)) return `e_${hexOf(name, 8)}`;
  const isFree = /^[a-z]/.test(plain) && !reservedEvents.has(plain) && !reservedPrefix.test(plain);
  return (isFree ? plain : `e_${plain}`).slice(0, longestName);
}

/** Names of Segment's events for which GA4 recommends one of its own. */
const recommended: ReadonlyMap<string, string> = new Map([
  ['Signed In', 'login'],
  ['Signed Up', 'sign_up'],
  ['Products Searched', 'search'],
  ['Product Viewed', 'view_item'],
  ['Product List Viewed', 'view_item_list'],
  ['Product Added', 'add_to_cart'],
  ['Product Removed', 'remove_from_cart'],
  ['Cart Viewed', 'view_cart'],
  ['Checkout Started', 'begin_checkout'],
  ['Payment Info Entered', 'add_payment_info'],
  ['Order Completed', 'purchase'],
  ['Order Refunded', 'refund'],
]);

/** The same for a parameter or user property; `undefined` where no name can be made. */
export function ga4ParameterName(name: string, longest = longestName): string | undefined {
  const plain = worded(name);
  if (!/^[A-Za-z]/.test(plain) || reservedPrefix.test(plain)) return undefined;
  return plain.slice(0, longest);
}

const worded = (name: string) => name.trim().replace(/[^A-Za-z0-9_]+/g, '_');
