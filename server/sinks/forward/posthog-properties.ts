import type { AnalyticsEvent, JsonObject, JsonValue } from '../../../common/analytics/event';
import { timedUuidOf } from './stable-id';

/**
 * What was around an event, under the names that PostHog's own SDKs use. An
 * event without an address says so: PostHog would take that of this server.
 */
export function posthogProperties(event: AnalyticsEvent, groupType: string): JsonObject {
  const { context, messageId, category } = event;
  const { page = {}, visit, screen = {}, library, ip, groupId } = context;
  return withoutUndefined({
    $insert_id: messageId,
    $lib: library?.name,
    $lib_version: library?.version,
    $session_id: visit && timedUuidOf(visit.id, visit.startedAt),
    ...placeOf(page.url),
    $pathname: page.path,
    $title: page.title,
    route: page.route,
    pattern: page.pattern,
    category,
    ...referrerOf(page.referrer),
    ...campaignOf(context.campaign),
    $screen_width: screen.width,
    $screen_height: screen.height,
    $raw_user_agent: context.userAgent,
    $browser_language: context.locale,
    $timezone: context.timezone,
    $app_version: context.app?.version,
    $groups: groupId === undefined ? undefined : { [groupType]: groupId },
    ...(ip === undefined ? { $ip: null, $geoip_disable: true } : { $ip: ip }),
  });
}

function placeOf(url: string | undefined) {
  return { $current_url: url, $host: hostOf(url) };
}

function referrerOf(referrer: string | undefined) {
  if (referrer === undefined) return {};
  if (referrer === '') return { $referrer: '$direct', $referring_domain: '$direct' };
  return { $referrer: referrer, $referring_domain: hostOf(referrer) };
}

function campaignOf(campaign: Readonly<Record<string, string>> = {}) {
  const entries = Object.entries(campaign).map(([key, value]) => [
    `utm_${key === 'name' ? 'campaign' : key}`,
    value,
  ]);
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
}

function withoutUndefined(values: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as JsonObject;
}
