/** `navigator.locks` of one origin: one holder a name, the others wait in order. */
export function fakeLocks() {
  const tails = new Map<string, Promise<unknown>>();
  return {
    /** The locks as one page has them; it lets go of all when it is `gone`. */
    open(gone: Promise<unknown>) {
      let isGone = false;
      gone.then(() => {
        isGone = true;
      });
      return {
        request<Result>(name: string, run: () => Result | Promise<Result>): Promise<Result> {
          const result = (tails.get(name) ?? Promise.resolve()).then(() =>
            isGone ? new Promise<Result>(() => {}) : run(),
          );
          const over = result.catch(() => undefined);
          tails.set(name, Promise.race([over, gone]));
          return result;
        },
      };
    },
  };
}
