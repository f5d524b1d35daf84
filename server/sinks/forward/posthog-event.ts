import type { AnalyticsEvent, JsonObject } from '../../../common/analytics/event';
import { posthogProperties } from './posthog-properties';
import { uuidOf } from './stable-id';

export interface PosthogMapping {
  /** The type of group that `group` calls are about. */
  readonly groupType: string;
  /** Whether people without a user id get a profile, too. */
  readonly profiles: 'identified' | 'always';
}

export interface PosthogEvent {
  readonly uuid: string;
  readonly event: string;
  readonly distinct_id: string;
  readonly timestamp: string;
  readonly properties: JsonObject;
}

/** One event as PostHog's batch endpoint takes it. */
export function posthogEvent(event: AnalyticsEvent, mapping: PosthogMapping): PosthogEvent {
  const { messageId, userId, anonymousId, timestamp } = event;
  const own = ownOf(event, mapping);
  const isAnonymous = userId === undefined && mapping.profiles === 'identified';
  return {
    uuid: uuidOf(messageId),
    event: own.name,
    distinct_id: userId ?? anonymousId ?? '',
    timestamp,
    properties: {
      ...event.properties,
      ...posthogProperties(event, mapping.groupType),
      ...own.properties,
      ...(isAnonymous && !own.needsProfile ? { $process_person_profile: false } : {}),
    },
  };
}

interface Own {
  readonly name: string;
  readonly properties?: JsonObject;
  /** It changes the profile of a person, so that there has to be one. */
  readonly needsProfile?: true;
}

function ownOf(event: AnalyticsEvent, { groupType }: PosthogMapping): Own {
  const { type, userId, anonymousId, traits = {} } = event;
  switch (type) {
    case 'track':
      return { name: event.event ?? '' };
    case 'page':
      return { name: '$pageview', properties: named('name', event.name) };
    case 'screen':
      return { name: '$screen', properties: named('$screen_name', event.name) };
    case 'identify': {
      if (userId === undefined)
        return { name: '$set', properties: { $set: traits }, needsProfile: true };
      const $anon_distinct_id = anonymousId === userId ? undefined : anonymousId;
      const before = named('$anon_distinct_id', $anon_distinct_id);
      return { name: '$identify', properties: { ...before, $set: traits }, needsProfile: true };
    }
    case 'group': {
      const group = { $group_type: groupType, $group_key: event.groupId ?? '', $group_set: traits };
      return { name: '$groupidentify', properties: group, needsProfile: true };
    }
    case 'alias':
      // PostHog makes `alias` a part of the person of `distinct_id`, if nobody was identified by it.
      return {
        name: '$create_alias',
        properties: { alias: event.previousId ?? '' },
        needsProfile: true,
      };
  }
}

const named = (key: string, value: string | undefined): JsonObject =>
  value === undefined ? {} : { [key]: value };
