type AnyClass = abstract new (...args: never[]) => object;

/**
 * Makes the methods of a class enumerable, as they are on a constructor
 * function whose prototype was filled by assignment. Returns the class.
 */
export function legacyClass<C extends AnyClass>(target: C): C {
  const prototype = target.prototype as object;
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (key === 'constructor' || !descriptor.configurable) continue;
    Object.defineProperty(prototype, key, { ...descriptor, enumerable: true });
  }
  return target;
}
