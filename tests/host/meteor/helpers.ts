import type { BindEnvironment } from './dynamics';

type Fields = Record<string, unknown>;
type Callback = (error: unknown, result?: unknown) => unknown;
// biome-ignore lint/complexity/noBannedTypes: any function that takes a callback last
type AnyFunction = Function;

export type Helpers = ReturnType<typeof createHelpers>;

/** The small functions that `Meteor` carries for historical reasons. */
export function createHelpers(
  bindEnvironment: BindEnvironment,
  debug: (...args: unknown[]) => void,
) {
  function wrapAsync(fn: AnyFunction, context?: unknown) {
    return function (this: unknown, ...args: unknown[]): unknown {
      const last = args.findLastIndex((arg) => arg !== undefined);
      const hasCallback = typeof args[last] === 'function';
      const at = hasCallback ? last : last + 1;
      const callback = (hasCallback ? args[last] : logError) as Callback;
      const given = [...args.slice(0, at), bindEnvironment(callback)];
      return fn.apply(context ?? this, given);
    };
  }

  function logError(error: unknown): void {
    if (error) debug('Exception in callback of async function', error);
  }

  return {
    /** The value at a path of keys, if all of them exist. */
    _get: (obj: Fields, ...path: string[]): unknown =>
      path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), obj),

    /** The object at a path of keys, made where it is missing. */
    _ensure: (obj: Fields, ...path: string[]): Fields =>
      path.reduce<Fields>((at, key) => {
        at[key] ??= {};
        return at[key] as Fields;
      }, obj),

    /** Deletes what is at a path, and the objects above that are then empty. */
    _delete: (obj: Fields, ...path: string[]): void => deletePath(obj, path),

    _inherits<C extends AnyFunction>(Child: C, Parent: AnyFunction): C {
      Object.assign(Child, Parent, { __super__: Parent.prototype });
      Child.prototype = Object.create(Parent.prototype, {
        constructor: { value: Child, writable: true, configurable: true, enumerable: true },
      });
      return Child;
    },

    _escapeRegExp: (text: string): string => text.replace(/[-[\]/{}()*+?.\\^$|]/g, '\\$&'),

    promisify(fn: AnyFunction, context?: unknown, errorFirst?: boolean) {
      return function (this: unknown, ...args: unknown[]): Promise<unknown> {
        return new Promise((resolve, reject) => {
          const settle = (first: unknown, second: unknown) => {
            const [error, result] = errorFirst === false ? [second, first] : [first, second];
            if (error) reject(error);
            else resolve(result);
          };
          const given = args.filter((arg) => arg !== undefined);
          fn.apply(context ?? this, [...given, bindEnvironment(settle)]);
        });
      };
    },

    wrapAsync,
    _wrapAsync: wrapAsync,
  };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function deletePath(obj: Fields, [key, ...rest]: string[]): void {
  if (key === undefined || !(key in obj)) return;
  const inner = obj[key];
  if (rest.length > 0 && isObject(inner)) deletePath(inner, rest);
  if (rest.length === 0 || (isObject(inner) && Object.keys(inner).length === 0)) delete obj[key];
}
