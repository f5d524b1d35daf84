/** Writes to the log when something begins to fail, and when it works again: not each time. */
export interface ChangeLog {
  /** `error` is absent where all is well. */
  note(what: string, error: string | undefined): void;
}

export function createChangeLog(warn: (message: string) => void): ChangeLog {
  const failing = new Set<string>();
  return {
    note(what, error) {
      if (error === undefined) {
        if (failing.delete(what)) warn(`${what} works again`);
        return;
      }
      if (!failing.has(what)) warn(`${what} failed: ${error}`);
      failing.add(what);
    },
  };
}
