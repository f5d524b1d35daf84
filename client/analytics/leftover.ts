import type { Store } from './store';

/** Under this and a name of its own each page keeps what is unanswered when it may end. */
export const leftoverPrefix = 'radiant_q_';
/** How long a page that may still live has its copy to itself. */
const leaseMs = 5_000;

/** A page's copy of what it has not had an answer to. Who removes it has taken the events over. */
export interface Leftover {
  readonly key: string;
  /** Writes the copy anew, the oldest left out where there is no room for all; removes it when empty. */
  keep(texts: readonly string[], wallNow: number): void;
  /** Whether another page has taken the copy that was written last. */
  taken(): boolean;
  /** Whether other pages have left something. */
  others(): boolean;
}

export function createLeftover(store: Store, key: string): Leftover {
  let kept = false;
  return {
    key,
    keep(texts, wallNow) {
      kept = false;
      for (let some = texts; some.length && !kept; some = some.slice(Math.ceil(some.length / 2))) {
        kept = !!store.local((storage) => {
          storage.setItem(key, `${wallNow + leaseMs} [${some}]`);
          return true;
        });
      }
      if (!kept) store.local((storage) => storage.removeItem(key));
    },
    taken: () => kept && store.local((storage) => storage.getItem(key)) === null,
    others: () =>
      !!store.local((storage) => {
        for (let index = 0; index < storage.length; index++) {
          const name = storage.key(index) || '';
          if (name.startsWith(leftoverPrefix) && name !== key) return true;
        }
        return false;
      }),
  };
}
