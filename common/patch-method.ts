import type { Undo } from './undo';

// biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
type AnyFunction = Function;

type Patched = AnyFunction & { [originalOf]?: AnyFunction };

/** Where a patched function keeps what it stands for, for whoever must look through it. */
export const originalOf = Symbol.for('radiant:original');

/**
 * Replaces the method `key` of `target` with what `hook` makes of it, and
 * returns the way back. `hook` gets the original once, and returns the
 * function that takes its place; it must call the original with the same
 * `this` and arguments and return what it returned.
 *
 * Name, length and enumerability are kept. Undo restores the exact property
 * descriptor if nobody patched the method after us; else it goes quiet, and
 * calls pass through to the original. An inherited method is patched on
 * `target` itself, and the own property is deleted by undo.
 *
 * @throws {TypeError} when `target[key]` is not a function or cannot be replaced.
 */
export function patchMethod<Target extends object>(
  target: Target,
  key: keyof Target & string,
  hook: (original: AnyFunction) => AnyFunction,
): Undo {
  return patchHotMethod(target, key, (original, patch) => {
    const hooked = hook(original);
    return function (this: unknown) {
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      return Reflect.apply(patch.active ? hooked : original, this, arguments);
    };
  });
}

/**
 * The same for what is called with every message: what `hook` returns takes the
 * place itself, which saves a call of some 40 ns. So it has to be a new
 * function, and to call the original alone once the patch is not active.
 *
 * @throws {TypeError} when `target[key]` is not a function or cannot be replaced.
 */
export function patchHotMethod<Target extends object>(
  target: Target,
  key: keyof Target & string,
  hook: (original: AnyFunction, patch: Readonly<Pick<Patch, 'active'>>) => AnyFunction,
): Undo {
  const original: unknown = target[key];
  if (typeof original !== 'function') throw new TypeError(`${key} is not a function`);
  const before = Object.getOwnPropertyDescriptor(target, key);
  if (before && !before.configurable && !before.writable) {
    throw new TypeError(`${key} cannot be replaced`);
  }
  if (!before && !Object.isExtensible(target)) throw new TypeError(`${key} cannot be replaced`);

  const patch = { active: true, before };
  const patched: Patched = hook(original, patch);
  patches.set(patched, patch);
  dress(patched, original);
  Object.defineProperty(target, key, {
    value: patched,
    writable: true,
    configurable: before ? before.configurable === true : true,
    enumerable: before ? before.enumerable === true : false,
  });

  return () => {
    if (!patch.active) return;
    patch.active = false;
    if (target[key] !== (patched as unknown)) return; // someone patched after us: stay, call through
    const restored = skipQuiet(before);
    if (restored) Object.defineProperty(target, key, restored);
    else delete target[key];
  };
}

interface Patch {
  active: boolean;
  readonly before: PropertyDescriptor | undefined;
}

/** Our patches by the function that stands in, to see which of them went quiet. */
const patches = new WeakMap<AnyFunction, Patch>();

/** What was there before the quiet patches of ours that would come to light again. */
function skipQuiet(descriptor: PropertyDescriptor | undefined): PropertyDescriptor | undefined {
  const patch = typeof descriptor?.value === 'function' ? patches.get(descriptor.value) : undefined;
  return patch && !patch.active ? skipQuiet(patch.before) : descriptor;
}

function dress(patched: Patched, original: AnyFunction): void {
  Object.defineProperty(patched, 'name', { value: original.name, configurable: true });
  Object.defineProperty(patched, 'length', { value: original.length, configurable: true });
  Object.defineProperty(patched, originalOf, { value: original });
  for (const key of Reflect.ownKeys(original)) {
    if (Object.getOwnPropertyDescriptor(patched, key)) continue; // browsers may lack hasOwn
    const own = Object.getOwnPropertyDescriptor(original, key);
    if (own) Object.defineProperty(patched, key, own);
  }
}
