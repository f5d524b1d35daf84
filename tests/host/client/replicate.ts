import type { Ejson } from '../meteor/ejson';
import { idParse } from '../meteor/object-id';
import type { Store, StoreMessage } from './connection/types';
import type { LocalCollection } from './local-collection';

type Document = Record<string, unknown>;

/** The store through which a connection keeps a collection like the server's. */
export function createStore(collection: LocalCollection, owner: unknown, EJSON: Ejson): Store {
  return {
    beginUpdate(batchSize, reset) {
      if (batchSize > 1 || reset) collection.pauseObservers();
      if (reset) collection.remove({});
    },
    update: (message) => apply(collection, message, EJSON),
    endUpdate: () => collection.resumeObserversClient(),
    saveOriginals: () => collection.saveOriginals(),
    retrieveOriginals: () => collection.retrieveOriginals(),
    getDoc: (id) => collection.findOne(id),
    _getCollection: () => owner,
  };
}

function apply(collection: LocalCollection, message: StoreMessage, EJSON: Ejson): void {
  const id = idParse(message.id);
  const document = collection._docs.get(id);
  const fields = message.fields ?? {};
  if (message.msg === 'replace') replace(collection, id, message.replace);
  else if (message.msg === 'removed') collection.remove(id);
  else if (!document) collection.insert({ ...defined(fields), _id: id });
  else change(collection, document, fields, EJSON);
}

function replace(collection: LocalCollection, id: unknown, document: Document | undefined): void {
  if (!document) collection.remove(id);
  else if (collection._docs.has(id)) collection.update(id, document);
  else collection.insert(document);
}

function change(
  collection: LocalCollection,
  document: Document,
  fields: Document,
  EJSON: Ejson,
): void {
  const changed = Object.entries(fields).filter(([key, now]) => !EJSON.equals(document[key], now));
  const set = changed.filter(([, value]) => value !== undefined);
  const unset = changed.filter(([, value]) => value === undefined).map(([key]) => [key, 1]);
  const modifier = {
    ...(set.length > 0 && { $set: Object.fromEntries(set) }),
    ...(unset.length > 0 && { $unset: Object.fromEntries(unset) }),
  };
  if (Object.keys(modifier).length > 0) collection.update(document._id, modifier);
}

function defined(fields: Document): Document {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
