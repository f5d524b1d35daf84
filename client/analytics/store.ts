import type { Browser, BrowserStorage } from './browser';
import { createCookies } from './cookies';

/** Values by key, which outlive the page once that is allowed. Nothing here throws. */
export interface Store {
  get(key: string): string | undefined;
  set(key: string, value?: string): void;
  /** From now on values are written where other pages find them: those set before, too. */
  open(inCookies: boolean): void;
  /** From now on values are kept in memory only; `erase` removes every key of ours from elsewhere. */
  close(erase?: boolean): void;
  /** Runs `use` on the browser's storage, if values are written there and it does not throw. */
  local<Result>(use: (storage: BrowserStorage) => Result): Result | undefined;
}

/**
 * Until it is opened, what is stored is read and nothing written. Ids are in
 * cookies, which all hosts of a domain share, with a copy in localStorage: the
 * cookie goes before, and whichever is missing is written again from the other.
 */
export function createStore(browser: Browser): Store {
  const cookies = createCookies(browser);
  const memory: Record<string, string | undefined> = {};
  /** Whether stored values are read, and written. */
  let reads = true;
  let writes = false;
  /** Which of the two places work. */
  let inCookies = true;
  let inStorage = true;

  const safe = <Result>(use: () => Result): Result | undefined => {
    try {
      return use();
    } catch {
      return undefined;
    }
  };
  const read = (key: string): string | undefined => {
    const cookie = inCookies && isId(key) ? safe(() => bare(cookies.get(key))) : undefined;
    const copy = inStorage ? safe(() => bare(browser.localStorage.getItem(key))) : undefined;
    const value = cookie || copy;
    if (writes) {
      memory[key] = value;
      if (value && isId(key) && cookie !== copy) write(key, value);
    }
    return value;
  };
  const write = (key: string, value: string | undefined) => {
    if (inCookies && isId(key)) {
      safe(() => (value ? cookies.set(key, value) : cookies.remove(key)));
    }
    if (!inStorage) return;
    inStorage = !!safe(() => {
      if (value) browser.localStorage.setItem(key, isId(key) ? JSON.stringify(value) : value);
      else browser.localStorage.removeItem(key);
      return true;
    });
  };

  return {
    get: (key) =>
      reads && (writes ? inStorage || (inCookies && isId(key)) : !(key in memory))
        ? read(key)
        : memory[key],
    set(key, value) {
      memory[key] = value;
      if (writes) write(key, value);
    },
    open(wantsCookies) {
      reads = writes = true;
      inCookies = wantsCookies && !!safe(cookies.probe);
      for (const key in memory) write(key, memory[key]);
    },
    close(erase) {
      reads = writes = false;
      if (!erase) return;
      safe(() => {
        for (const pair of browser.document.cookie.split('; ')) {
          const key = pair.split('=')[0] || '';
          if (isOurs(key)) cookies.remove(key);
        }
      });
      safe(() => {
        const { localStorage } = browser;
        for (let index = localStorage.length; index--; ) {
          const key = localStorage.key(index) || '';
          if (isOurs(key)) localStorage.removeItem(key);
        }
      });
    },
    local: (use) => (writes ? safe(() => use(browser.localStorage)) : undefined),
  };
}

const isId = (key: string) => /^ajs_.*_id$/.test(key);
const isOurs = (key: string) => /^(ajs|radiant)_/.test(key);

/** As analytics.js 1 wrote them, ids are JSON, in cookies too; numbers were numbers. */
const bare = (text: string | null | undefined) =>
  text && text !== 'null' ? text.replace(/^"(.*)"$/, '$1') : undefined;
