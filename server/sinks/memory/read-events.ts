import type { AnalyticsEvent } from '../../../common/analytics/event';
import { type EventFacts, eventFacts } from '../../../common/analytics/event-facts';
import { createPeople } from '../../../common/analytics/person';
import { createReport } from '../../../common/analytics/report';
import { createTopRows } from '../../../common/analytics/top-rows';
import { type CheckedAnalyticsQuery, counts } from '../../../common/checked-analytics';
import type { Sliced } from '../../../common/in-slices';
import type { AnalyticsAnswer } from '../../../common/read-analytics';
import {
  type CheckedEventsQuery,
  compareEvents,
  type EventsAnswer,
  matchesEvent,
  type ReadEvent,
} from '../../../common/read-events';
import type { Resource } from '../../../common/resource';
import type { JournalBlock, JournalRecord } from './journal';
import { keptFrom, type Records } from './records';

export function* readEvents(records: Records, query: CheckedEventsQuery): Sliced<EventsAnswer> {
  const { from, to, equal, visit, limit } = query;
  const top = createTopRows<ReadEvent>(compareEvents, limit);
  const texts = [...equal.map(([, value]) => value), ...(visit === undefined ? [] : [visit])];
  yield* eachEvent(records.events.blocks, {
    from,
    to,
    values: texts.map((text) => JSON.stringify(text)),
    accepts: (event, sender) => matchesEvent(query, event, sender),
    take: (event, resource) => top.add({ ...event, resource }),
  });
  const { rows: events, more } = top.take();
  return { from, to, events, more, ...keptFrom(records, records.events) };
}

/** Once through the events to learn who is who, and once to count. */
export function* readAnalytics(
  records: Records,
  query: CheckedAnalyticsQuery,
): Sliced<AnalyticsAnswer> {
  const { from, to, writeKey } = query;
  const { blocks } = records.events;
  const people = createPeople();
  const report = createReport(query);
  const passes: ReadonlyArray<(event: AnalyticsEvent, facts: EventFacts) => void> = [
    (_event, facts) => people.see(facts),
    (event, facts) => report.add(event, facts, people.personOf(facts)),
  ];
  for (const pass of passes) {
    yield* eachEvent(blocks, {
      from,
      to,
      values: writeKey === undefined ? [] : [JSON.stringify(writeKey)],
      accepts: (event, sender) => counts(query, event, sender),
      take: (event) => pass(event, eventFacts(event)),
    });
  }
  return yield* report.finish(keptFrom(records, records.events).keptFrom);
}

interface EventSearch {
  /** Epoch milliseconds; `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** Strings, as JSON, that accepted events have in them: what lacks one is not unpacked. */
  readonly values: readonly string[];
  readonly accepts: (event: AnalyticsEvent, sender: Resource) => boolean;
  readonly take: (event: AnalyticsEvent, sender: Resource) => void;
}

/** All that are accepted, as they came; what came several times once. */
function* eachEvent(blocks: readonly JournalBlock[], search: EventSearch): Sliced<void> {
  const seen = new Set<string>();
  for (const { resource, records, firstAt, lastAt } of blocks) {
    if (lastAt < search.from || firstAt >= search.to) continue;
    for (const record of records) {
      yield;
      const event = unpackMatch(record, resource, search);
      if (!event || isKnown(seen, event)) continue;
      search.take(event, resource);
    }
  }
}

function unpackMatch(
  { at, text }: JournalRecord,
  sender: Resource,
  { from, to, values, accepts }: EventSearch,
): AnalyticsEvent | undefined {
  if (at < from || at >= to || !values.every((value) => text.includes(value))) return undefined;
  const event: AnalyticsEvent = JSON.parse(text);
  return accepts(event, sender) ? event : undefined;
}

/** Whether it is among the ones seen; it is from now on. */
function isKnown(seen: Set<string>, { writeKey, messageId }: AnalyticsEvent): boolean {
  const before = seen.size;
  return seen.add(JSON.stringify([writeKey, messageId])).size === before;
}
