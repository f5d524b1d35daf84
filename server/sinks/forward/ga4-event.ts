import type { AnalyticsEvent, JsonObject, JsonValue } from '../../../common/analytics/event';
import { ga4EventName, ga4ParameterName } from './ga4-names';
import { ga4Order } from './ga4-order';
import { ga4Value } from './ga4-value';

export interface Ga4Event {
  readonly name: string;
  readonly params: Readonly<Record<string, JsonValue>>;
  readonly timestamp_micros: number;
}

const mostParameters = 25;
const longestValue = 100;

/** Longer than others may be: https://support.google.com/analytics/answer/9267744 */
const longest: ReadonlyMap<string, number> = new Map([
  ['page_location', 1_000],
  ['page_referrer', 420],
  ['page_title', 300],
]);

/**
 * One event of the Measurement Protocol. `undefined` where it has none: for
 * `alias`, and for `identify` unless there are traits to send.
 */
export function ga4Event(
  event: AnalyticsEvent,
  { traits }: { readonly traits: readonly string[] },
): Ga4Event | undefined {
  const own = ownOf(event, traits);
  if (!own) return undefined;
  const { page = {}, visit } = event.context;
  const params = createParams();
  if (visit) params.add('session_id', String(Math.floor(visit.startedAt / 1000)));
  params.add('engagement_time_msec', 1);
  params.addAll(own.params);
  params.addItems(own.items);
  params.addAll({
    page_location: page.url,
    page_title: page.title,
    page_referrer: page.referrer,
    page_pattern: page.pattern,
  });
  params.addAll(event.properties ?? {});
  const timestamp_micros = Date.parse(event.timestamp) * 1000;
  return { name: own.name, params: params.all, timestamp_micros };
}

interface Own {
  readonly name: string;
  readonly params: Readonly<Record<string, JsonValue | undefined>>;
  readonly items?: readonly JsonObject[];
}

function ownOf(event: AnalyticsEvent, traits: readonly string[]): Own | undefined {
  const { type, name, category, groupId } = event;
  switch (type) {
    case 'track':
      return { name: ga4EventName(event.event ?? ''), ...ga4Order(event.properties ?? {}) };
    case 'page':
      return { name: 'page_view', params: { page_name: name, page_category: category } };
    case 'screen':
      // `screen_view` is reserved for its own SDK.
      return { name: 'view_screen', params: { screen_name: name, screen_category: category } };
    case 'group':
      return { name: 'join_group', params: { group_id: groupId } };
    case 'identify':
      return traits.length > 0 ? { name: 'identify', params: {} } : undefined;
    case 'alias':
      return undefined;
  }
}

function createParams() {
  const all: Record<string, JsonValue> = {};
  let count = 0;

  /** The first of a name stays; what comes beyond the limit is left out, as Google would. */
  function add(name: string, value: JsonValue | undefined): void {
    const key = ga4ParameterName(name);
    const written =
      key === undefined ? undefined : ga4Value(value, longest.get(key) ?? longestValue);
    if (key === undefined || written === undefined) return;
    if (count >= mostParameters || Object.hasOwn(all, key)) return;
    all[key] = written;
    count++;
  }

  return {
    all,
    add,
    addItems(items: readonly JsonObject[] = []): void {
      if (items.length === 0) return;
      all.items = items;
      count++;
    },
    addAll(values: JsonObject | Own['params']): void {
      for (const [name, value] of Object.entries(values)) add(name, value);
    },
  };
}
