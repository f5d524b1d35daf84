import type { Ejson } from '../../meteor/ejson';
import { idStringify } from '../../meteor/object-id';
import type { Document } from '../driver/driver';
import type { IdMap } from './id-map';
import { unmoved } from './unmoved';

/** Whom a difference is told to. */
export interface ChangeObserver {
  added?(id: unknown, fields: Document): unknown;
  addedBefore?(id: unknown, fields: Document, before: unknown): unknown;
  changed?(id: unknown, fields: Document): unknown;
  movedBefore?(id: unknown, before: unknown): unknown;
  removed?(id: unknown): unknown;
}

type Results = IdMap<Document> | Document[];

/** What changed between two results of a query, as calls of an observer. */
export interface DiffSequence {
  diffQueryChanges(ordered: boolean, before: Results, after: Results, to: ChangeObserver): void;
  /** Fields of `now` that differ from `old`; fields that are gone are `undefined`. */
  makeChangedFields(now: Document, old: Document): Document;
  applyChanges(document: Document, fields: Document): void;
}

export function createDiffSequence(EJSON: Ejson): DiffSequence {
  const makeChangedFields = (now: Document, old: Document) => changedFields(EJSON, now, old);
  const tools: DiffTools = {
    fieldsOf(document) {
      const { _id, ...fields } = EJSON.clone(document);
      return fields;
    },
    tellChanged(id, old, now, observer) {
      if (!observer.changed) return;
      const fields = makeChangedFields(now, old);
      if (Object.keys(fields).length > 0) observer.changed(id, fields);
    },
  };

  return {
    makeChangedFields,
    applyChanges,
    diffQueryChanges(ordered, before, after, observer) {
      if (ordered) diffOrdered(tools, before as Document[], after as Document[], observer);
      else diffUnordered(tools, before as IdMap<Document>, after as IdMap<Document>, observer);
    },
  };
}

interface DiffTools {
  fieldsOf(document: Document): Document;
  tellChanged(id: unknown, old: Document, now: Document, observer: ChangeObserver): void;
}

function diffUnordered(
  tools: DiffTools,
  before: IdMap<Document>,
  after: IdMap<Document>,
  observer: ChangeObserver,
): void {
  after.forEach((document, id) => {
    const old = before.get(id);
    if (old) tools.tellChanged(id, old, document, observer);
    else observer.added?.(id, tools.fieldsOf(document));
  });
  before.forEach((_document, id) => {
    if (!after.has(id)) observer.removed?.(id);
  });
}

/** From the end to the start, so that the document after each is already in place. */
function diffOrdered(
  tools: DiffTools,
  before: Document[],
  after: Document[],
  observer: ChangeObserver,
): void {
  const old = new Map(before.map((document) => [idStringify(document._id), document]));
  const present = new Set(after.map((document) => idStringify(document._id)));
  const inPlace = unmoved(before, after);

  function place(document: Document, index: number): void {
    const id = document._id;
    const next = after[index + 1]?._id ?? null;
    const known = old.get(idStringify(id));
    if (!known) {
      observer.addedBefore?.(id, tools.fieldsOf(document), next);
      return;
    }
    tools.tellChanged(id, known, document, observer);
    if (!inPlace.has(index)) observer.movedBefore?.(id, next);
  }

  for (const { _id } of before) if (!present.has(idStringify(_id))) observer.removed?.(_id);
  for (const [index, document] of [...after.entries()].reverse()) place(document, index);
}

function changedFields(EJSON: Ejson, now: Document, old: Document): Document {
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(now, key));
  const changed = Object.keys(now).filter(
    (key) => !Object.hasOwn(old, key) || !EJSON.equals(old[key], now[key]),
  );
  const fields = Object.fromEntries(gone.map((key): [string, unknown] => [key, undefined]));
  for (const key of changed) fields[key] = EJSON.clone(now[key]);
  return fields;
}

function applyChanges(document: Document, fields: Document): void {
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) delete document[key];
    else document[key] = value;
  }
}
