import type { Undo } from '../../common/undo';
import type { Browser } from './browser';
import { leftoverPrefix } from './leftover';
import type { Store } from './store';

export interface ClaimParts {
  readonly browser: Browser;
  readonly store: Store;
  /** The key of this page's own copy. */
  readonly own: string;
  wallNow(): number;
  after(ms: number, run: () => void): Undo;
  /** Takes events over; when it returns they are in this page's copy. */
  adopt(texts: readonly string[]): void;
}

/**
 * Takes over what pages that are gone have left, once their lease is over: one
 * page at a time, under a lock, so that no two take the same. A page that was
 * not gone after all finds its copy taken, and leaves those events alone.
 */
export function claimLeftovers(parts: ClaimParts): void {
  const { store, own, wallNow, after } = parts;

  const take = (): number => {
    let nextMs = 0;
    for (const [key, text] of othersIn(store, own)) {
      const leftMs = parseInt(text, 10) - wallNow();
      if (leftMs > 0) {
        nextMs = nextMs ? Math.min(nextMs, leftMs) : leftMs;
        continue;
      }
      const texts = textsIn(text);
      if (texts.length) parts.adopt(texts);
      store.local((storage) => storage.removeItem(key));
    }
    return nextMs;
  };
  const look = () => {
    locked(parts, () => {
      const nextMs = take();
      if (nextMs) after(nextMs + 10, look);
    });
  };
  look();
}

function othersIn(store: Store, own: string): ReadonlyArray<readonly [string, string]> {
  return (
    store.local((storage) =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index) || '')
        .filter((key) => key.startsWith(leftoverPrefix) && key !== own)
        .map((key) => [key, storage.getItem(key) || ''] as const),
    ) || []
  );
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

/** Where the browser has no locks, a mark in storage: whose it still is after a moment has it. */
function locked({ browser, store, own, wallNow, after }: ClaimParts, run: () => void): void {
  const { locks } = browser.navigator as {
    locks?: { request(name: string, run: () => void): Promise<unknown> };
  };
  if (locks) {
    locks.request(lockKey, run).catch(() => undefined);
    return;
  }
  const holder = store.local((storage) => storage.getItem(lockKey)) || '';
  if (parseInt(holder, 10) > wallNow()) {
    after(lockMs, () => locked({ browser, store, own, wallNow, after, adopt() {} }, run));
    return;
  }
  const mark = `${wallNow() + lockMs} ${own}`;
  store.local((storage) => storage.setItem(lockKey, mark));
  after(50, () => {
    if (store.local((storage) => storage.getItem(lockKey)) !== mark) return;
    run();
    store.local((storage) => storage.removeItem(lockKey));
  });
}
