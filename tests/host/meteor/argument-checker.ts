/** Notes which arguments of one call have been passed to `check`. */
export interface ArgumentChecker {
  checking(value: unknown): void;
  /** Throws when an argument was never checked. */
  finish(): void;
}

export function createArgumentChecker(
  args: readonly unknown[],
  description: string,
): ArgumentChecker {
  const unchecked = [...args];

  function checkOne(value: unknown): boolean {
    const index = unchecked.findIndex((arg) => Object.is(arg, value) || arg === value);
    if (index >= 0) unchecked.splice(index, 1);
    return index >= 0;
  }

  return {
    checking(value) {
      if (checkOne(value)) return;
      // `check([a, b], [String])` counts for a and b.
      if (Array.isArray(value)) value.forEach(checkOne);
    },
    finish() {
      if (unchecked.length > 0) {
        throw new Error(`Did not check() all arguments during ${description}`);
      }
    },
  };
}
