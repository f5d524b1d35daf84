import type { AnalyticsEvent, JsonObject } from '../../../common/analytics/event';
import { ga4ParameterName } from './ga4-names';
import { ga4Value } from './ga4-value';
import { hexOf } from './stable-id';

export interface Ga4PersonOptions {
  readonly userId: boolean;
  readonly traits: readonly string[];
  readonly ads: boolean;
}

const longestProperty = 24;
const longestValue = 36;
const mostProperties = 25;
const reserved = new Set([
  'first_open_time',
  'first_visit_time',
  'last_deep_link_referrer',
  'user_id',
  'first_open_after_install',
]);

/** What a request says of the person all of its events are of, and of where that person is. */
export function ga4Person(event: AnalyticsEvent, options: Ga4PersonOptions): JsonObject {
  const { anonymousId, userId, context } = event;
  const properties = userProperties(event, options.traits);
  const device = deviceOf(context.locale, context.screen);
  return {
    // Of who has no anonymous id, a hash: whether the user id is sent is the app's to say.
    client_id: anonymousId ?? hexOf(userId ?? '', 20),
    ...(options.userId && userId !== undefined ? { user_id: userId } : {}),
    ...(Object.keys(properties).length > 0 ? { user_properties: properties } : {}),
    ...(options.ads ? {} : { consent: { ad_user_data: 'DENIED', ad_personalization: 'DENIED' } }),
    ...(context.ip === undefined ? {} : { ip_override: context.ip }),
    ...(Object.keys(device).length > 0 ? { device } : {}),
  };
}

function userProperties({ type, traits = {} }: AnalyticsEvent, names: readonly string[]) {
  const properties: Record<string, { value: string | number }> = {};
  if (type !== 'identify') return properties;
  for (const name of names.slice(0, mostProperties)) {
    const key = ga4ParameterName(name, longestProperty);
    const value = Object.hasOwn(traits, name) ? ga4Value(traits[name], longestValue) : undefined;
    if (key !== undefined && value !== undefined && !reserved.has(key)) properties[key] = { value };
  }
  return properties;
}

function deviceOf(locale: string | undefined, screen: JsonObject = {}): JsonObject {
  const { width, height } = screen;
  const isSized = typeof width === 'number' && typeof height === 'number';
  return {
    ...(locale === undefined ? {} : { language: locale.toLowerCase() }),
    ...(isSized ? { screen_resolution: `${width}x${height}` } : {}),
  };
}
