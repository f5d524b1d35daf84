import { limits } from './limits';

/** Times as a sender wrote them; its clock may be off by years. */
export interface SentTimes {
  readonly originalTimestamp: string | undefined;
  readonly sentAt: string | undefined;
}

/**
 * When an event happened by the collector's clock, in epoch milliseconds: as
 * long before its receipt as it happened before it was sent, which takes the
 * sender's clock out. Never further back or ahead than is taken. Without the
 * time of sending the sender's clock is believed, without its own time an event
 * happened when it was received. (Segment: `timestamp = receivedAt - (sentAt - originalTimestamp)`.)
 */
export function eventTime({ originalTimestamp, sentAt }: SentTimes, receivedAt: number): number {
  if (originalTimestamp === undefined) return receivedAt;
  const happenedAt = Date.parse(originalTimestamp);
  const at = sentAt === undefined ? happenedAt : receivedAt - (Date.parse(sentAt) - happenedAt);
  return Math.min(Math.max(at, receivedAt - limits.pastMs), receivedAt + limits.futureMs);
}

/** A time as it was sent, where it is one: ISO 8601, with date and time. */
export function timeText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 40 || !iso.test(value)) return undefined;
  return Number.isNaN(Date.parse(value)) ? undefined : value;
}

const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
