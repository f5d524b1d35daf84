import { Binary, ObjectId } from 'mongodb';
import type { Ejson } from '../meteor/ejson';
import { ObjectID } from '../meteor/object-id';
import type { Document } from './driver/driver';
import { isPlain } from './driver/values';

type ReplaceAtom = (value: object) => unknown;

export interface TypeReplacement {
  /** From values of the app to values the driver stores. */
  toMongo<T>(value: T): T;
  toMeteor<T>(value: T): T;
}

/**
 * Translates between Meteor's values and the driver's: ids, binary data, and
 * custom EJSON types, which are stored with `EJSON` before every key. What
 * needs no translation is passed on as it is.
 */
export function createTypeReplacement(EJSON: Ejson): TypeReplacement {
  const toMongo: ReplaceAtom = (value) => {
    if (value instanceof Uint8Array && !Buffer.isBuffer(value)) {
      return new Binary(Buffer.from(value));
    }
    if (value instanceof ObjectID) return new ObjectId(value.toHexString());
    if (EJSON._isCustomType(value)) {
      return renamed(EJSON.toJSONValue(value), (key) => `EJSON${key}`);
    }
    return undefined;
  };
  const toMeteor: ReplaceAtom = (value) => {
    if (value instanceof Binary) return Uint8Array.from(value.buffer);
    if (value instanceof ObjectId) return new ObjectID(value.toHexString());
    if (isStoredCustom(value)) return EJSON.fromJSONValue(renamed(value, (key) => key.slice(5)));
    return undefined;
  };

  return {
    toMongo: (value) => replaced(value, toMongo) as typeof value,
    toMeteor: (value) => replaced(value, toMeteor) as typeof value,
  };
}

function replaced(value: unknown, replaceAtom: ReplaceAtom): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const atom = replaceAtom(value);
  if (atom !== undefined) return atom;
  if (Array.isArray(value)) return value.map((item) => replaced(item, replaceAtom));
  if (!isPlain(value)) return value;
  const fields = Object.entries(value);
  return Object.fromEntries(fields.map(([key, inner]) => [key, replaced(inner, replaceAtom)]));
}

function isStoredCustom(value: object): boolean {
  return 'EJSON$type' in value && 'EJSON$value' in value && Object.keys(value).length === 2;
}

function renamed(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (!isPlain(value)) return value;
  const fields = Object.entries(value as Document);
  return Object.fromEntries(fields.map(([key, inner]) => [rename(key), renamed(inner, rename)]));
}
