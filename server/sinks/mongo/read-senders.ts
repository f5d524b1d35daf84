import type { Filters, ResourceField } from '../../../common/read-checks';
import type { Resource } from '../../../common/resource';
import { findSenders, resourceFrom } from './read-windows';
import type { Collections } from './schema';

/** Who is asked for. */
export interface Senders {
  /** As a part of a filter. */
  readonly filter: object;
  /** Those that were found, by id. */
  byId(found: ReadonlyArray<{ readonly r: string }>): Promise<ReadonlyMap<string, Resource>>;
}

const everyTime = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

export async function sendersOf(
  collections: Collections,
  { resource }: { readonly resource: Filters<ResourceField> },
): Promise<Senders> {
  const matching =
    resource.length > 0 ? await findSenders(collections, { ...everyTime, resource }) : undefined;
  return {
    filter: matching ? { r: { $in: [...matching.keys()] } } : {},
    async byId(found) {
      if (matching) return matching;
      const ids = [...new Set(found.map(({ r }) => r))];
      return findSendersById(collections, ids);
    },
  };
}

async function findSendersById(collections: Collections, ids: readonly string[]) {
  const found = await collections.resources.find({ _id: { $in: ids } }).toArray();
  return new Map(found.map((doc) => [doc._id, resourceFrom(doc)]));
}

/** What an answer says of what is left. */
export const kept = (keptFrom: number | undefined) => (keptFrom === undefined ? {} : { keptFrom });
