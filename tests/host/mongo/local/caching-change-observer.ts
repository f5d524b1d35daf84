import type { Ejson } from '../../meteor/ejson';
import type { Document } from '../driver/driver';
import type { ChangeObserver, DiffSequence } from './diff-sequence';
import { IdMap } from './id-map';
import { OrderedDict } from './ordered-dict';

export type Documents = IdMap<Document> | OrderedDict<Document>;

/** Keeps the documents of an observed query up to date, and passes the changes on. */
export interface CachingChangeObserver {
  readonly ordered: boolean;
  readonly docs: Documents;
  readonly applyChange: Required<Pick<ChangeObserver, 'changed' | 'removed'>> & ChangeObserver;
}

interface Options {
  readonly ordered: boolean;
  readonly EJSON: Ejson;
  readonly DiffSequence: DiffSequence;
  readonly callbacks?: ChangeObserver;
}

export function createCachingChangeObserver(options: Options): CachingChangeObserver {
  const { ordered, EJSON, DiffSequence, callbacks = {} } = options;
  const list = new OrderedDict<Document>();
  const map = new IdMap<Document>();
  const docs: Documents = ordered ? list : map;
  const observer = { ordered, docs };

  const common = {
    changed(id: unknown, fields: Document) {
      const document = docs.get(id);
      if (!document) throw new Error(`Unknown id for changed: ${id}`);
      callbacks.changed?.call(observer, id, EJSON.clone(fields));
      DiffSequence.applyChanges(document, fields);
    },
    removed(id: unknown) {
      callbacks.removed?.call(observer, id);
      docs.remove(id);
    },
  };
  const unorderedOnly = {
    added(id: unknown, fields: Document) {
      callbacks.added?.call(observer, id, EJSON.clone(fields));
      map.set(id, { ...fields, _id: id });
    },
  };
  const orderedOnly = {
    addedBefore(id: unknown, fields: Document, before: unknown) {
      callbacks.addedBefore?.call(observer, id, EJSON.clone(fields), before);
      callbacks.added?.call(observer, id, EJSON.clone(fields));
      list.putBefore(id, { ...fields, _id: id }, before ?? null);
    },
    movedBefore(id: unknown, before: unknown) {
      callbacks.movedBefore?.call(observer, id, before);
      list.moveBefore(id, before ?? null);
    },
  };

  const applyChange = { ...common, ...(ordered ? orderedOnly : unorderedOnly) };
  return Object.assign(observer, { applyChange });
}
