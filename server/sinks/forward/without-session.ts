import type { AnalyticsEvent } from '../../../common/analytics/event';
import { slowCallEvent } from '../../../common/analytics/timings';

/**
 * The event without the id of its DDP session, by which Meteor 3.5 lets a
 * session be resumed: it is a credential, and nothing for third parties.
 */
export function withoutSession(event: AnalyticsEvent): AnalyticsEvent {
  const { ddp: _session, ...context } = event.context;
  if (event.event !== slowCallEvent || !event.properties) return { ...event, context };
  const { ddp: _call, ...properties } = event.properties;
  return { ...event, context, properties };
}
