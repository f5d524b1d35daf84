import { attempt } from './attempt';
import type { Browser } from './browser';
import { cookieOf, isId } from './cookie-of';

/** Values by key. Nothing here throws: what the browser does not take is kept in memory. */
export interface Store {
  get(key: string): string | undefined;
  set(key: string, value?: string): void;
  /**
   * From now on what other pages have stored is read, or not; values are
   * written where other pages find them, by `write`, or not: those that were
   * set or read before, too, so that what one place has lost is there again.
   */
  use(reads: boolean, write?: Write): void;
}

/** Writes a value where it lasts, or removes it. */
export type Write = (key: string, value: string | undefined) => void;

/**
 * Names are Segment's, so that an app which comes from there, or from okgrow,
 * keeps its people. Ids are in cookies, which all hosts of a domain share, with
 * a copy in localStorage; the cookie goes before.
 */
export function createStore(browser: Browser): Store {
  const memory: Record<string, string | undefined> = {};
  let readable = false;
  let write: Write | undefined;

  const read = (key: string) =>
    (isId(key) && bare(attempt(() => cookieOf(browser, key)))) ||
    bare(attempt(() => browser.localStorage.getItem(key)));
  const get = (key: string) => (key in memory ? memory[key] : readable ? read(key) : undefined);
  const set = (key: string, value?: string) => {
    memory[key] = value;
    if (!write) return;
    write(key, value);
    if (read(key) === value) delete memory[key];
  };

  return {
    get,
    set,
    use(reads, writes) {
      if (readable) for (const key of known) memory[key] = get(key);
      readable = reads;
      write = writes;
      if (writes) for (const key in memory) set(key, memory[key]);
    },
  };
}

export const keys = {
  user: ['ajs_user_id', 'ajs_user_traits'],
  group: ['ajs_group_id', 'ajs_group_properties'],
  anonymous: 'ajs_anonymous_id',
} as const;
const known = [...keys.user, ...keys.group, keys.anonymous];

/** As analytics.js 1 wrote them, ids are JSON in cookies too. */
const bare = (text: string | null | undefined): string | undefined =>
  text && text !== 'null' ? text.replace(/^"(.*)"$/, '$1') : undefined;
