import { ObjectID } from '../meteor/object-id';
import type { Document, DriverCollection, UpdateResult, WriteOptions } from './driver/driver';
import { isReplacement, upsertDocument } from './driver/modify';
import type { TypeReplacement } from './replace-types';

export interface UpdateOptions {
  readonly multi?: boolean;
  readonly upsert?: boolean;
  readonly arrayFilters?: Document[];
  /** The `_id` of what an upsert inserts. */
  readonly insertedId?: unknown;
  /** Whether `insertedId` was made up rather than asked for. */
  readonly generatedId?: boolean;
  readonly _returnObject?: boolean;
  readonly _forbidReplace?: boolean;
}

export interface PreparedUpdate {
  run(collection: DriverCollection, session: WriteOptions): Promise<UpdateResult>;
}

/** Chooses the driver's function for an update and sees to the id of what it may insert. */
export function prepareUpdate(
  selector: Document,
  modifier: Document,
  options: UpdateOptions,
  types: TypeReplacement,
): PreparedUpdate {
  const query = types.toMongo(selector);
  const change = types.toMongo(modifier);
  const replaces = isReplacement(modifier);
  if (options._forbidReplace && replaces) {
    throw new Error('Invalid modifier. Replacements are forbidden.');
  }
  const { upsert = false, multi = false, arrayFilters } = options;
  const driverOptions = { upsert, ...(arrayFilters && { arrayFilters }) };
  const id = upsert ? idToInsert(selector, modifier, options) : undefined;
  const withId = id === undefined ? {} : types.toMongo({ _id: id });

  if (replaces) {
    return {
      run: async (collection, session) => {
        const first = { upsert: upsert && !id, ...session };
        const result = await collection.replaceOne(query, change, first);
        if (!id || result.matchedCount > 0) return result;
        const second = { upsert: true, ...session };
        return collection.replaceOne(query, { ...withId, ...change }, second);
      },
    };
  }
  const inserting = { ...(change.$setOnInsert as Document | undefined), ...withId };
  const update = id === undefined ? change : { ...change, $setOnInsert: inserting };
  const method = multi ? 'updateMany' : 'updateOne';
  return {
    run: (collection, session) =>
      collection[method](query, update, { ...driverOptions, ...session }),
  };
}

/** The id to give to what is inserted, unless the query, the modifier or the server has one. */
function idToInsert(selector: Document, modifier: Document, options: UpdateOptions): unknown {
  if (!options.insertedId || upsertDocument(selector, modifier)._id !== undefined) return undefined;
  const serverCanDoIt = options.insertedId instanceof ObjectID && options.generatedId;
  return isReplacement(modifier) && serverCanDoIt ? undefined : options.insertedId;
}
