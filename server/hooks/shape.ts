/** Which of `names` are not functions of `target`. */
export function missingFunctions(target: unknown, names: readonly string[]): string[] {
  if ((typeof target !== 'object' && typeof target !== 'function') || target === null) {
    return [...names];
  }
  return names.filter((name) => typeof (target as Record<string, unknown>)[name] !== 'function');
}

/**
 * `target`, once it is known to have these functions.
 *
 * @throws {Error} naming the functions it has not.
 */
export function functionsOf<Shape>(
  target: unknown,
  names: ReadonlyArray<keyof Shape & string>,
  called: string,
): Shape {
  const missing = missingFunctions(target, names);
  if (missing.length > 0) throw new Error(`${called} has no ${missing.join(', ')}`);
  return target as Shape;
}
