import { update, updateOne } from 'mingo';
import { MongoServerError } from 'mongodb';
import type { Document } from './driver';

import { cloned, isPlain, setAt } from './values';

const FAILED_TO_PARSE = 9;
const IMMUTABLE_FIELD = 66;

/** Whether a modifier replaces the document, instead of changing fields of it. */
export function isReplacement(modifier: Document): boolean {
  return !Array.isArray(modifier) && !Object.keys(modifier).some((key) => key.startsWith('$'));
}

/** The document after `modifier`; the one given is left as it is. */
export function modified(
  document: Document,
  modifier: Document,
  selector: Document = {},
  arrayFilters: Document[] = [],
): Document {
  if (isReplacement(modifier)) return { _id: document._id, ...cloned(modifier) };
  try {
    return changed(document, modifier, selector, arrayFilters);
  } catch (error) {
    const message = String((error as Error).message);
    const code = message.includes("'_id'") ? IMMUTABLE_FIELD : FAILED_TO_PARSE;
    throw new MongoServerError({ message, errmsg: message, code });
  }
}

function changed(
  document: Document,
  modifier: Document,
  selector: Document,
  arrayFilters: Document[],
): Document {
  const copy = cloned(document);
  if (Array.isArray(modifier)) {
    const holder = [copy];
    updateOne(holder, {}, modifier);
    return holder[0] ?? copy;
  }
  const { $setOnInsert, ...operators } = modifier;
  update(copy, operators as never, arrayFilters, selector as never, { cloneMode: 'deep' });
  return copy;
}

/** The document an upsert inserts when nothing matched. */
export function upsertDocument(selector: Document, modifier: Document): Document {
  const base = equalities(selector);
  if (isReplacement(modifier)) {
    const id = modifier._id ?? base._id;
    return id === undefined ? cloned(modifier) : { _id: id, ...cloned(modifier) };
  }
  const { $setOnInsert } = modifier;
  const start = { ...base, ...(isPlain($setOnInsert) ? cloned($setOnInsert) : {}) };
  const document = modified(start, modifier);
  return document._id === undefined ? document : { _id: document._id, ...document };
}

/** The fields a selector pins to one value. */
function equalities(selector: Document): Document {
  const result: Document = {};
  for (const [key, condition] of Object.entries(selector)) {
    if (key === '$and' && Array.isArray(condition)) {
      for (const part of condition) Object.assign(result, equalities(part as Document));
    } else if (!key.startsWith('$')) pin(result, key, condition);
  }
  return result;
}

function pin(result: Document, key: string, condition: unknown): void {
  if (condition instanceof RegExp) return;
  const operators = isPlain(condition) && Object.keys(condition).some((k) => k.startsWith('$'));
  if (!operators) setAt(result, key, cloned(condition));
  else if ('$eq' in condition) setAt(result, key, cloned(condition.$eq));
}
