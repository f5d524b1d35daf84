/** Remembers, for a bounded number of addresses, how often each failed of late. */
export interface FailureLimiter {
  /** How long an address that has used up its failures is blocked, in ms; else 0. */
  waitMs(address: string): number;
  count(address: string): void;
}

export interface FailureLimits {
  /** Failures after which an address is blocked. */
  readonly failures: number;
  /** How long after the first of these failures it stays blocked. */
  readonly windowMs: number;
  /** Addresses remembered; beyond it the one that failed first is forgotten. */
  readonly addresses: number;
}

/** `now` gives monotonic milliseconds. */
export function createFailureLimiter(limits: FailureLimits, now: () => number): FailureLimiter {
  const byAddress = new Map<string, { readonly since: number; failures: number }>();

  function lately(address: string) {
    const entry = byAddress.get(address);
    if (entry && now() - entry.since < limits.windowMs) return entry;
    byAddress.delete(address);
    return undefined;
  }

  return {
    waitMs(address) {
      const entry = lately(address);
      if (!entry || entry.failures < limits.failures) return 0;
      return entry.since + limits.windowMs - now();
    },
    count(address) {
      const entry = lately(address);
      if (entry) {
        entry.failures += 1;
        return;
      }
      const [oldest] = byAddress.keys();
      if (oldest !== undefined && byAddress.size >= limits.addresses) byAddress.delete(oldest);
      byAddress.set(address, { since: now(), failures: 1 });
    },
  };
}
