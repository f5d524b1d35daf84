import { cut } from '../query-text';
import { isDeniedMethod, isDeniedName } from './denied-names';
import { maskCredentials } from './mask-secrets';

const lengthLimit = 200;
const depthLimit = 10;

/**
 * The values that were asked for by path: `tasks.add.0.priority` is the field
 * `priority` of the first argument of the method `tasks.add`. Only strings (200
 * characters, credentials masked), numbers, booleans and null; own data
 * properties, no getter runs. Nothing of what has a secret's name (password,
 * token, cookie ...), nor of methods that log in or set passwords. Undefined when
 * there is none.
 */
export function valuesByPath(
  name: string,
  args: ArrayLike<unknown>,
  paths: readonly string[],
): Readonly<Record<string, Primitive>> | undefined {
  if (paths.length === 0 || isDeniedMethod(name)) return undefined;
  let values: Record<string, Primitive> | undefined;
  for (const path of paths) {
    const keys = keysOf(path, name);
    if (!keys) continue;
    const value = valueAt(args, keys);
    if (value === undefined) continue;
    values ??= {};
    values[keys.join('.')] = value;
  }
  return values;
}

type Primitive = string | number | boolean | null;

/** Index of the argument and keys from there; undefined for a path of another method, or one that is never shown. */
function keysOf(path: string, name: string): readonly string[] | undefined {
  if (!path.startsWith(`${name}.`)) return undefined;
  const keys = path.slice(name.length + 1).split('.');
  if (!/^\d{1,2}$/.test(keys[0] ?? '') || keys.length > depthLimit) return undefined;
  return keys.some(isDeniedName) ? undefined : keys;
}

function valueAt(args: ArrayLike<unknown>, keys: readonly string[]): Primitive | undefined {
  try {
    let value: unknown = args;
    for (const key of keys) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = Object.getOwnPropertyDescriptor(value, key)?.value;
    }
    return primitive(value);
  } catch {
    return undefined; // a Proxy of the app's
  }
}

function primitive(value: unknown): Primitive | undefined {
  if (typeof value === 'string') {
    // Cut first: a mask must not cost more for a long text.
    return cut(maskCredentials(value.slice(0, 2 * lengthLimit)), lengthLimit);
  }
  const isShown = typeof value === 'number' || typeof value === 'boolean' || value === null;
  return isShown ? value : undefined;
}
