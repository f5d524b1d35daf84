import { leftoverPrefix, type Outbox } from './outbox';
import type { AnalyticsParts } from './parts';
import type { Store } from './store';
import { storedKeys } from './write-to';

/**
 * Takes over what pages that are gone have left, once their lease is over: one
 * page at a time, under a lock, so that no two take the same. A page that was
 * not gone after all finds its copy taken, and leaves those events alone.
 */
export function claimLeftovers(
  parts: AnalyticsParts,
  store: Store,
  /** The key of this page's own copy. */
  own: string,
  outbox: Pick<Outbox, 'add' | 'keep' | 'flush'>,
): void {
  const { wallNow, after } = parts;

  const take = (): number => {
    let nextMs = 0;
    for (const [key, text] of othersIn(parts, store, own)) {
      const leftMs = parseInt(text, 10) - wallNow();
      if (leftMs > 0) {
        nextMs = nextMs ? Math.min(nextMs, leftMs) : leftMs;
        continue;
      }
      outbox.add(textsIn(text), true);
      outbox.keep();
      store.set(key);
      void outbox.flush();
    }
    return nextMs;
  };
  const look = () => {
    locked(parts, store, own, () => {
      const nextMs = take();
      if (nextMs) after(nextMs + 10, look);
    });
  };
  look();
}

function othersIn(
  { browser }: AnalyticsParts,
  store: Store,
  own: string,
): ReadonlyArray<readonly [string, string]> {
  return storedKeys(browser)
    .filter((key) => key.startsWith(leftoverPrefix) && key !== own)
    .map((key) => [key, store.get(key) || ''] as const);
}

/** A copy that cannot be read is nobody's. */
function textsIn(copy: string): readonly string[] {
  try {
    const events: unknown = JSON.parse(copy.slice(copy.indexOf('[')));
    return Array.isArray(events) ? events.map((event) => JSON.stringify(event)) : [];
  } catch {
    return [];
  }
}

const lockKey = 'radiant_lock';
const lockMs = 2_000;
/** So long the lock is kept: what a tab writes is seen in those of other processes a moment later. */
const settleMs = 300;

/** Where the browser has no locks, a mark in storage: whose it still is after a moment has it. */
function locked(parts: AnalyticsParts, store: Store, own: string, run: () => void): void {
  const { browser, wallNow, after } = parts;
  const { locks } = browser.navigator as {
    locks?: { request(name: string, run: () => Promise<void>): Promise<unknown> };
  };
  if (locks) {
    locks
      .request(lockKey, () => {
        run();
        return new Promise((resolve) => after(settleMs, resolve));
      })
      .catch(() => undefined);
    return;
  }
  if (parseInt(store.get(lockKey) || '', 10) > wallNow()) {
    after(lockMs, () => locked(parts, store, own, run));
    return;
  }
  const mark = `${wallNow() + lockMs} ${own}`;
  store.set(lockKey, mark);
  after(50, () => {
    if (store.get(lockKey) !== mark) return;
    run();
    store.set(lockKey);
  });
}
