/** What went wrong, for `status()`. */
export interface Ledger {
  readonly dropped: Record<string, number>;
  readonly warnings: string[];
  drop(reason: string, count?: number): undefined;
  /** Once for each line. */
  warn(line: string): void;
  /** Runs code of ours, or of the app's inside of ours: what it throws goes no further. */
  safe<Result>(run: () => Result): Result | undefined;
}

export function createLedger(tell: (line: string) => void): Ledger {
  const dropped: Record<string, number> = {};
  const warnings: string[] = [];

  const drop = (reason: string, count = 1): undefined => {
    dropped[reason] = (dropped[reason] || 0) + count;
  };
  const warn = (line: string) => {
    if (warnings.includes(line) || warnings.length > 30) return;
    warnings.push(line);
    tell(line);
  };

  return {
    dropped,
    warnings,
    drop,
    warn,
    safe(run) {
      try {
        return run();
      } catch (error) {
        drop('failed');
        warn(`${error}`);
        return undefined;
      }
    },
  };
}
