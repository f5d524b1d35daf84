import { isObject } from './is-object';

/**
 * Reading queries without running the app's code: own data properties only, no
 * getters, no `toJSON`, no iterators. Of a Proxy the traps run, there is no way
 * around them; callers expect that these throw.
 */

/** An object literal, whichever realm it comes from; or one without a prototype. */
export function isPlain(value: unknown): value is object {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value of an own property; `undefined` for what is computed or not there. */
export function own(value: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

/** The names of an object's operators: its keys that begin with `$`. */
export function hasOperators(value: unknown): value is object {
  return isPlain(value) && Object.keys(value).some((key) => key.startsWith('$'));
}

/** An id that a driver's or Meteor's class stands for: `ObjectId`, `Mongo.ObjectID`. */
export function isIdObject(value: object): boolean {
  return '_bsontype' in value || typeof own(value, '_str') === 'string';
}
