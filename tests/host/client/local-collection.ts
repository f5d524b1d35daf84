import type { Ejson } from '../meteor/ejson';
import type { Document } from '../mongo/driver/driver';
import type { DiffSequence } from '../mongo/local/diff-sequence';
import { IdMap } from '../mongo/local/id-map';
import { createMatcher } from '../mongo/local/matcher';
import { selectorIsId } from '../mongo/local/selectors';
import { createLocalCursor, type FindOptions, type LocalCursor } from './local-cursor';
import { modify } from './modify';
import type { Tracker } from './tracker';

export interface LocalNeeds {
  readonly EJSON: Ejson;
  readonly Tracker: Tracker;
  readonly DiffSequence: DiffSequence;
}

/** The documents a client has of one collection, of the package `minimongo`. */
export interface LocalCollection {
  readonly name: string | null;
  readonly _docs: IdMap<Document>;
  find(selector?: unknown, options?: FindOptions): LocalCursor;
  findOne(selector?: unknown, options?: FindOptions): unknown;
  insert(document: Document): unknown;
  /** Takes `$set`, `$unset`, `$inc`, `$push` and `$pull`, or a document to put in place. */
  update(selector: unknown, modifier: Document, options?: { multi?: boolean }): number;
  remove(selector: unknown): number;
  pauseObservers(): void;
  resumeObserversClient(): void;
  saveOriginals(): void;
  retrieveOriginals(): IdMap<Document | undefined> | undefined;
  /** Calls `listener` after each change; returns the way out. */
  onChange(listener: () => void): () => void;
}

/** As much of it as an app with live lists needs; cursors are reactive. */
export function createLocalCollection(name: string | null, needs: LocalNeeds): LocalCollection {
  const { EJSON } = needs;
  const docs = new IdMap<Document>();
  const listeners = new Set<() => void>();
  let originals: IdMap<Document | undefined> | undefined;
  let paused = false;
  let missed = false;

  function changed(): void {
    missed = paused;
    if (!paused) for (const listener of [...listeners]) listener();
  }

  function keepOriginal(id: unknown): void {
    if (!originals || originals.has(id)) return;
    originals.set(id, EJSON.clone(docs.get(id)));
  }

  function put(id: unknown, document: Document | undefined): void {
    keepOriginal(id);
    if (document) docs.set(id, document);
    else docs.remove(id);
  }

  function matching(selector: unknown): Document[] {
    if (selectorIsId(selector)) return [docs.get(selector)].filter((found) => found !== undefined);
    const { documentMatches } = createMatcher(selector as Document);
    const found: Document[] = [];
    docs.forEach((document) => {
      if (documentMatches(document).result) found.push(document);
    });
    return found;
  }

  const collection: LocalCollection = {
    name,
    _docs: docs,
    find: (selector = {}, options = {}) =>
      createLocalCursor(needs, { matching, onChange: collection.onChange }, selector, options),
    findOne: (selector = {}, options = {}) =>
      collection.find(selector, { ...options, limit: 1 }).fetch()[0],
    insert(document) {
      if (docs.has(document._id)) throw new Error(`Duplicate _id '${document._id}'`);
      put(document._id, EJSON.clone(document));
      changed();
      return document._id;
    },
    update(selector, modifier, { multi = false } = {}) {
      const found = matching(selector).slice(0, multi ? undefined : 1);
      for (const document of found) put(document._id, modify(document, EJSON.clone(modifier)));
      if (found.length > 0) changed();
      return found.length;
    },
    remove(selector) {
      const found = matching(selector);
      for (const { _id } of found) put(_id, undefined);
      if (found.length > 0) changed();
      return found.length;
    },
    pauseObservers() {
      paused = true;
    },
    resumeObserversClient() {
      const tell = paused && missed;
      paused = false;
      missed = false;
      if (tell) changed();
    },
    saveOriginals() {
      originals = new IdMap();
    },
    retrieveOriginals() {
      const kept = originals;
      originals = undefined;
      return kept;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
  return collection;
}
