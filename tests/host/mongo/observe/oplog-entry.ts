import type { Timestamp } from 'mongodb';
import type { Document } from '../driver/driver';
import { isPlain } from '../driver/values';

/** An entry of the oplog, as far as observers look at it. */
export interface OplogEntry extends Document {
  readonly op: 'i' | 'u' | 'd' | 'c';
  readonly ns: string;
  readonly ts: Timestamp;
  o: Document;
  readonly o2?: Document;
}

/** The `_id` of the document an entry is about. */
export function idForOp({ op, o, o2 }: OplogEntry): unknown {
  if (op === 'd' || op === 'i') return o._id;
  if (op === 'u') return o2?._id;
  throw Error("Operator 'c' doesn't supply an object with id");
}

/**
 * Translates the change format of MongoDB 5 (`{ $v: 2, diff }`) to modifiers:
 * `i` and `u` become `$set`, `d` becomes `$unset`, and what is inside `s…` the
 * same with a path before it. Everything else is passed on.
 */
export function oplogV2V1Converter(change: Document): Document {
  if (change.$v !== 2 || !isPlain(change.diff)) return change;
  const $set: Document = {};
  const $unset: Document = {};
  collect(change.diff, '', { $set, $unset });
  return {
    $v: 2,
    ...(Object.keys($set).length > 0 && { $set }),
    ...(Object.keys($unset).length > 0 && { $unset }),
  };
}

interface Modifiers {
  readonly $set: Document;
  readonly $unset: Document;
}

function collect(diff: Document, prefix: string, into: Modifiers): void {
  for (const [key, value] of Object.entries(diff)) {
    const fields = value as Document;
    if (key === 'd') for (const name of Object.keys(fields)) into.$unset[prefix + name] = true;
    else if (key === 'i' || key === 'u') setAll(fields, prefix, into);
    else collect(fields, `${prefix}${key.slice(1)}.`, into);
  }
}

function setAll(fields: Document, prefix: string, { $set }: Modifiers): void {
  for (const [name, value] of Object.entries(fields)) $set[prefix + name] = value;
}
