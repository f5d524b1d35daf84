import type { Document } from '../mongo/driver/driver';
import { createProjection } from '../mongo/driver/projection';
import type { ChangeObserver } from '../mongo/local/diff-sequence';
import { IdMap } from '../mongo/local/id-map';
import {
  type ObserveCallbacks,
  observeChangesCallbacksAreOrdered,
  observeFromObserveChanges,
} from '../mongo/local/observe';
import { createSorter } from '../mongo/local/sorter';
import type { LocalNeeds } from './local-collection';

export interface FindOptions {
  readonly sort?: unknown;
  readonly skip?: number;
  readonly limit?: number;
  readonly fields?: Document;
  readonly projection?: Document;
  readonly reactive?: boolean;
  readonly transform?: (document: Document) => unknown;
}

export type LocalCursor = ReturnType<typeof createLocalCursor>;
type Iterate = (document: unknown, index: number, cursor: unknown) => unknown;

interface Documents {
  matching(selector: unknown): Document[];
  onChange(listener: () => void): () => void;
}

/** A cursor on the documents of a client: it answers at once, and a computation that read it runs again. */
export function createLocalCursor(
  { EJSON, Tracker, DiffSequence }: LocalNeeds,
  { matching, onChange }: Documents,
  selector: unknown,
  options: FindOptions,
) {
  const {
    sort,
    skip = 0,
    limit,
    fields,
    projection = fields,
    transform,
    reactive = true,
  } = options;
  const compare = sort ? createSorter(sort).getComparator() : undefined;
  const project = createProjection(projection);

  function found(): Document[] {
    const documents = matching(selector);
    if (compare) documents.sort(compare);
    const wanted = documents.slice(skip, limit ? skip + limit : undefined);
    return wanted.map((document) => project(EJSON.clone(document)));
  }

  function depend(): void {
    if (!Tracker.active || !reactive) return;
    const dependency = new Tracker.Dependency();
    dependency.depend();
    let before = found();
    const stop = onChange(() => {
      const now = found();
      if (EJSON.equals(before, now)) return;
      before = now;
      dependency.changed();
    });
    Tracker.onInvalidate(stop);
  }

  function results(ordered: boolean): Document[] | IdMap<Document> {
    const list = found();
    if (ordered) return list;
    const map = new IdMap<Document>();
    for (const document of list) map.set(document._id, document);
    return map;
  }

  function observeChanges(callbacks: ChangeObserver) {
    const ordered = observeChangesCallbacksAreOrdered(callbacks);
    let before: Document[] | IdMap<Document> = ordered ? [] : new IdMap<Document>();
    const tell = () => {
      const now = results(ordered);
      DiffSequence.diffQueryChanges(ordered, before, now, callbacks);
      before = now;
    };
    tell();
    const stop = onChange(tell);
    if (Tracker.active) Tracker.onInvalidate(stop);
    return { stop, isReady: true, isReadyPromise: Promise.resolve() };
  }

  const cursor = {
    fetch(): unknown[] {
      depend();
      return found().map((document) => (transform ? transform(document) : document));
    },
    forEach(callback: Iterate, thisArg?: unknown): void {
      for (const [index, document] of cursor.fetch().entries()) {
        callback.call(thisArg, document, index, cursor);
      }
    },
    map: (callback: Iterate, thisArg?: unknown) =>
      cursor.fetch().map((document, index) => callback.call(thisArg, document, index, cursor)),
    count(): number {
      depend();
      return found().length;
    },
    fetchAsync: async () => cursor.fetch(),
    countAsync: async () => cursor.count(),
    forEachAsync: async (callback: Iterate, thisArg?: unknown) => cursor.forEach(callback, thisArg),
    mapAsync: async (callback: Iterate, thisArg?: unknown) =>
      Promise.all(cursor.map(callback, thisArg)),
    getTransform: () => transform,
    observeChanges,
    observeChangesAsync: async (callbacks: ChangeObserver) => observeChanges(callbacks),
    observe: (callbacks: ObserveCallbacks) =>
      observeFromObserveChanges(cursor, callbacks, { EJSON, DiffSequence }),
    observeAsync: async (callbacks: ObserveCallbacks) => cursor.observe(callbacks),
  };
  return cursor;
}
