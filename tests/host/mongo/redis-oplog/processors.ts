import { idStringify } from '../../meteor/object-id';
import type { Document } from '../driver/driver';
import type { MutationEvent } from './messages';
import type { ObservableCollection } from './observable-collection';

/** How messages are brought to a query: by its collection, by its documents, by asking anew. */
export type Strategy = 'D' | 'DC' | 'LS';

export type Processor = (
  collection: ObservableCollection,
  event: MutationEvent,
  document: Document,
  fields?: readonly string[],
) => Promise<void>;

export function processorOf(strategy: Strategy): Processor {
  return strategy === 'LS' ? ofWindow : byMatching;
}

/** A document matches or it does not: for queries without a window. */
const byMatching: Processor = async (collection, event, document, fields) => {
  const id = document._id;
  if (event === 'r' || !collection.isEligible(document)) await collection.remove(id);
  else if (collection.contains(id)) await collection.change(document, fields);
  else await collection.add(document);
};

/** What is within a limit only the database knows. */
const ofWindow: Processor = async (collection, event, document, fields) => {
  const ids = await collection.currentIds();
  const current = new Set(ids.map(idStringify));
  const gone: unknown[] = [];
  collection.store.forEach((_document, id) => {
    if (!current.has(idStringify(id))) gone.push(id);
  });
  for (const id of gone) await collection.remove(id);
  for (const id of ids) if (!collection.contains(id)) await collection.addById(id);
  if (event === 'u' && collection.contains(document._id)) await collection.change(document, fields);
};

/** A change that was never written: only the query's documents know of it. */
export const synthetic: Processor = async (collection, event, document, fields) => {
  const before = collection.store.get(document._id) ?? {};
  await byMatching(collection, event, { ...before, ...document }, fields);
};
