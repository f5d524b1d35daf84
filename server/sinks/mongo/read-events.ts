import type {
  CheckedEventsQuery,
  EventField,
  EventsAnswer,
  ReadEvent,
} from '../../../common/read-events';
import { eventFrom } from './event-docs';
import { kept, sendersOf } from './read-senders';
import { type Collections, newestEvents } from './schema';

export async function readEvents(
  collections: Collections,
  query: CheckedEventsQuery,
  keptFrom: number | undefined,
): Promise<EventsAnswer> {
  const { from, to, limit } = query;
  const senders = await sendersOf(collections, query);
  const cursor = collections.events.find(
    { at: { $gte: from, $lt: to }, ...fieldsOf(query), ...senders.filter },
    { projection: { r: 1, e: 1, json: 1 }, sort: newestEvents, limit: limit + 1 },
  );
  const found = await cursor.toArray();
  const byId = await senders.byId(found);
  const events = found.slice(0, limit).flatMap((doc): ReadEvent[] => {
    const resource = byId.get(doc.r);
    return resource ? [{ ...eventFrom(doc), resource }] : [];
  });
  return { from, to, events, more: found.length > limit, ...kept(keptFrom) };
}

/** What an index has beside the event; nothing where the text is empty. */
const indexed: Readonly<Partial<Record<EventField, string>>> = { userId: 'u', anonymousId: 'a' };

/** Texts, whatever their characters: the checks of queries let nothing else through. */
function fieldsOf({ equal, visit }: CheckedEventsQuery): object {
  const filter: Record<string, object> = {};
  for (const [field, value] of equal) {
    const fact = value === '' ? undefined : indexed[field];
    filter[fact ?? `e.${field}`] = { $eq: value };
  }
  if (visit !== undefined) filter[visit === '' ? 'e.context.visit.id' : 'v'] = { $eq: visit };
  return filter;
}
