import type { Ejson } from '../../meteor/ejson';
import type { Document } from '../driver/driver';
import { createCachingChangeObserver, type Documents } from './caching-change-observer';
import type { ChangeObserver, DiffSequence } from './diff-sequence';
import type { OrderedDict } from './ordered-dict';

/** The callbacks of `cursor.observe`: whole documents instead of fields. */
export interface ObserveCallbacks {
  added?(document: unknown): unknown;
  addedAt?(document: unknown, atIndex: number, before: unknown): unknown;
  changed?(document: unknown, old: unknown): unknown;
  changedAt?(document: unknown, old: unknown, atIndex: number): unknown;
  removed?(old: unknown): unknown;
  removedAt?(old: unknown, atIndex: number): unknown;
  movedTo?(document: unknown, from: number, to: number, before: unknown): unknown;
  _suppress_initial?: boolean;
  _no_indices?: boolean;
}

interface Observable {
  getTransform(): ((document: Document) => unknown) | null | undefined;
  observeChanges(callbacks: ChangeObserver, options: object): unknown;
}

interface Tools {
  readonly EJSON: Ejson;
  readonly DiffSequence: DiffSequence;
}

/** Whether `observe` callbacks need to know where a document stands. */
export function observeCallbacksAreOrdered(callbacks: object): boolean {
  return ['addedAt', 'changedAt', 'removedAt', 'movedTo'].some((name) => name in callbacks);
}

/** The same for `observeChanges`; it does not allow both forms at once. */
export function observeChangesCallbacksAreOrdered(callbacks: ChangeObserver): boolean {
  if (callbacks.added && callbacks.addedBefore) {
    throw new Error('Please specify only one of added() and addedBefore()');
  }
  return Boolean(callbacks.addedBefore || callbacks.movedBefore);
}

/** Serves `observe` with `observeChanges`; returns what that returns. */
export function observeFromObserveChanges(
  cursor: Observable,
  callbacks: ObserveCallbacks,
  tools: Tools,
): unknown {
  const ordered = observeCallbacksAreOrdered(callbacks);
  const state = { suppressed: Boolean(callbacks._suppress_initial) };
  const transform = cursor.getTransform() ?? ((document: Document) => document);
  const translated = translate({ callbacks, transform, state, ...tools });
  const observer = createCachingChangeObserver({ ordered, callbacks: translated, ...tools });
  const applyChange = Object.assign(observer.applyChange, { _fromObserve: true });
  const handle = cursor.observeChanges(applyChange, { nonMutatingCallbacks: true });
  Promise.resolve(handle).then(
    () => {
      state.suppressed = false;
    },
    () => {},
  );
  return handle;
}

interface Translation extends Tools {
  readonly callbacks: ObserveCallbacks;
  readonly transform: (document: Document) => unknown;
  readonly state: { suppressed: boolean };
}

type Caching = { readonly docs: Documents };

function translate({ callbacks, transform, state, EJSON, DiffSequence }: Translation) {
  const indices = !callbacks._no_indices;
  const indexOf = (docs: Documents, id: unknown) =>
    indices && 'indexOf' in docs ? (docs as OrderedDict<Document>).indexOf(id) : -1;
  const endOr = (docs: Documents, before: unknown) =>
    before ? indexOf(docs, before) : indices ? docs.size() : -1;

  function tellAdded(docs: Documents, id: unknown, fields: Document, before: unknown): void {
    if (state.suppressed) return;
    const document = transform({ ...fields, _id: id });
    if (callbacks.addedAt) callbacks.addedAt(document, endOr(docs, before), before);
    else callbacks.added?.(document);
  }

  const ordered = {
    addedBefore(this: Caching, id: unknown, fields: Document, before: unknown) {
      tellAdded(this.docs, id, fields, before);
    },
    movedBefore(this: Caching, id: unknown, before: unknown) {
      if (!callbacks.movedTo) return;
      const from = indexOf(this.docs, id);
      const target = endOr(this.docs, before);
      const to = target > from ? target - 1 : target;
      const document = transform(EJSON.clone(this.docs.get(id) ?? {}));
      callbacks.movedTo(document, from, to, before ?? null);
    },
  };
  const unordered = {
    added(this: Caching, id: unknown, fields: Document) {
      tellAdded(this.docs, id, fields, null);
    },
  };
  const common = {
    changed(this: Caching, id: unknown, fields: Document) {
      const old = EJSON.clone(this.docs.get(id) ?? {});
      const document = EJSON.clone(old);
      DiffSequence.applyChanges(document, fields);
      const args = [transform(document), transform(old)] as const;
      if (callbacks.changedAt) callbacks.changedAt(...args, indexOf(this.docs, id));
      else callbacks.changed?.(...args);
    },
    removed(this: Caching, id: unknown) {
      const document = transform(this.docs.get(id) ?? {});
      if (callbacks.removedAt) callbacks.removedAt(document, indexOf(this.docs, id));
      else callbacks.removed?.(document);
    },
  };
  return { ...common, ...(observeCallbacksAreOrdered(callbacks) ? ordered : unordered) };
}
