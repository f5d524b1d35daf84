import type { Subscription } from '../../ddp/types';
import type { MongoContext } from '../context';
import type { CursorOptions } from '../cursor';
import type { Document } from '../driver/driver';
import type { ChangeObserver } from './diff-sequence';
import { IdMap } from './id-map';
import {
  type ObserveCallbacks,
  observeChangesCallbacksAreOrdered,
  observeFromObserveChanges,
} from './observe';
import type { LocalDocuments } from './unconnected-collection';

type Iterate = (document: unknown, index: number, cursor: unknown) => unknown;

export type UnconnectedCursor = ReturnType<typeof createUnconnectedCursor>;

/** A cursor on documents in this process: it answers at once, and observes without a driver. */
export function createUnconnectedCursor(
  context: MongoContext,
  documents: LocalDocuments,
  selector: Document,
  options: CursorOptions = {},
) {
  const { EJSON } = context.options;
  const { DiffSequence } = context;
  const { transform } = options;

  function found(): Document[] {
    const { sort, limit, skip, fields, projection = fields } = options;
    return documents.find(selector, { sort, limit, skip, projection });
  }

  function resultsFor(ordered: boolean): Document[] | IdMap<Document> {
    const list = found();
    if (ordered) return list;
    const map = new IdMap<Document>();
    for (const document of list) map.set(document._id, document);
    return map;
  }

  /** Tells the documents there are before it returns, and changes within the write that makes them. */
  function observe(callbacks: ChangeObserver) {
    const ordered = observeChangesCallbacksAreOrdered(callbacks);
    let results: Document[] | IdMap<Document> = ordered ? [] : new IdMap<Document>();
    const tell = () => {
      const now = resultsFor(ordered);
      DiffSequence.diffQueryChanges(ordered, results, now, callbacks);
      results = now;
    };
    tell();
    return { stop: documents.onChange(tell), isReady: true, isReadyPromise: Promise.resolve() };
  }

  const cursor = {
    fetch: () => found().map((document) => (transform ? transform(document) : document)),
    fetchAsync: async () => cursor.fetch(),
    forEach(callback: Iterate, thisArg?: unknown) {
      for (const [index, document] of cursor.fetch().entries()) {
        callback.call(thisArg, document, index, cursor);
      }
    },
    async forEachAsync(callback: Iterate, thisArg?: unknown) {
      for (const [index, document] of cursor.fetch().entries()) {
        await callback.call(thisArg, document, index, cursor);
      }
    },
    map: (callback: Iterate, thisArg?: unknown) =>
      cursor.fetch().map((document, index) => callback.call(thisArg, document, index, cursor)),
    mapAsync: async (callback: Iterate, thisArg?: unknown) =>
      Promise.all(cursor.map(callback, thisArg)),
    count: () => found().length,
    countAsync: async () => found().length,
    getTransform: () => transform,
    _getCollectionName: () => documents.name,
    _publishCursor: (sub: Subscription) =>
      context.Collection._publishCursor(cursor as never, sub, String(documents.name)),
    observeChanges: (callbacks: ChangeObserver) => observe(callbacks),
    observeChangesAsync: async (callbacks: ChangeObserver) => observe(callbacks),
    observe: (callbacks: ObserveCallbacks) =>
      observeFromObserveChanges(cursor, callbacks, { EJSON, DiffSequence }),
    observeAsync: async (callbacks: ObserveCallbacks) => cursor.observe(callbacks),
  };
  return cursor;
}
