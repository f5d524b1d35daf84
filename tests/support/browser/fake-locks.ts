/** `navigator.locks` of one origin: one holder a name, the others wait in order. */
export function fakeLocks() {
  const tails = new Map<string, Promise<unknown>>();
  return {
    request<Result>(name: string, run: () => Result | Promise<Result>): Promise<Result> {
      const result = (tails.get(name) ?? Promise.resolve()).then(run);
      tails.set(
        name,
        result.catch(() => undefined),
      );
      return result;
    },
  };
}
