import type { AnalyticsEvent, JsonValue } from '../../../common/analytics/event';
import { hexOf } from './stable-id';

export interface MatomoRequestOptions {
  readonly siteId: number;
  /** Some parameters need one: https://developer.matomo.org/api-reference/tracking-api */
  readonly hasToken: boolean;
}

/**
 * One tracking request, as the query it would be on its own. `undefined` where
 * Matomo knows no such thing: people are known by `uid` on each of their
 * actions, so `identify` and `alias` have nothing to say, and groups are not in it.
 */
export function matomoRequest(
  event: AnalyticsEvent,
  { siteId, hasToken }: MatomoRequestOptions,
): URLSearchParams | undefined {
  const action = actionOf(event);
  if (!action) return undefined;
  const { context, anonymousId, userId, timestamp } = event;
  const { page = {}, screen = {} } = context;
  const { width, height } = screen;
  return queryOf({
    idsite: siteId,
    rec: 1,
    apiv: 1,
    ...action,
    _id: hexOf(anonymousId ?? userId ?? '', 16),
    uid: userId,
    url: page.url,
    urlref: page.referrer,
    ua: context.userAgent,
    uadata: context.userAgentData && JSON.stringify(context.userAgentData),
    lang: context.locale,
    res: typeof width === 'number' && typeof height === 'number' ? `${width}x${height}` : undefined,
    cdt: Math.floor(Date.parse(timestamp) / 1000),
    cip: hasToken ? context.ip : undefined,
  });
}

type Parameters = Readonly<Record<string, string | number | undefined>>;

function actionOf(event: AnalyticsEvent): Parameters | undefined {
  const { type, name, properties = {}, context } = event;
  switch (type) {
    case 'page':
      return { action_name: textOf(name) ?? textOf(context.page?.title) ?? context.page?.path };
    case 'screen':
      return { action_name: textOf(name) ?? context.page?.path };
    case 'track':
      return {
        ca: 1,
        e_c: textOf(properties.category) ?? 'track',
        e_a: textOf(event.event) ?? 'event',
        e_n: textOf(properties.label) ?? textOf(properties.name),
        e_v: numberOf(properties.value) ?? numberOf(properties.revenue),
      };
    default:
      return undefined;
  }
}

/** Matomo takes an empty text for none, and refuses an event without category or action. */
function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

const numberOf = (value: JsonValue | undefined) => (typeof value === 'number' ? value : undefined);

function queryOf(parameters: Parameters): URLSearchParams {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== undefined && String(value).trim() !== '') query.set(key, String(value));
  }
  return query;
}
