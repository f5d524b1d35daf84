import { attempt } from './attempt';
import type { Browser } from './browser';

/** Values by key. Nothing here throws: what the browser does not take is kept in memory. */
export interface Store {
  get(key: string): string | undefined;
  set(key: string, value?: string): void;
  /**
   * From now on what other pages have stored is read, or not; values are
   * written where other pages find them, or not: those set before, too. Ids
   * are in cookies as well, where these are wanted and taken.
   */
  use(reads: boolean, writes: boolean, cookies?: boolean): void;
  /** Names of all that is in localStorage. */
  keys(): readonly string[];
}

/**
 * Names are Segment's, so that an app which comes from there, or from okgrow,
 * keeps its people. All hosts of a domain share ids by cookies of one year on
 * the registrable domain, which is the shortest that the browser takes cookies
 * for. There is a copy in localStorage; the cookie goes before, and whichever
 * is missing is written again from the other when the store is opened.
 */
export function createStore(browser: Browser): Store {
  const { document } = browser;
  const memory: Record<string, string | undefined> = {};
  const domains = domainsOf(browser);
  let readable = false;
  let writable = false;
  let inCookies = true;
  let domain = '';

  const bake = (key: string, value: string, on: string) => {
    document.cookie = `${key}=${encodeURIComponent(value)}${on};path=/;SameSite=Lax;max-age=${value && 31_536_000}`;
  };
  const cookie = (key: string) =>
    attempt(() =>
      decodeURIComponent((`; ${document.cookie}`.split(`; ${key}=`)[1] || '').replace(/;.*/, '')),
    );
  const takes = (on: string) => {
    bake('ajs_test', '1', on);
    const taken = cookie('ajs_test');
    bake('ajs_test', '', on);
    return taken;
  };
  const read = (key: string) =>
    (inCookies && isId(key) ? bare(cookie(key)) : undefined) ||
    bare(attempt(() => browser.localStorage.getItem(key)));
  const get = (key: string) => (key in memory ? memory[key] : readable ? read(key) : undefined);
  const set = (key: string, value?: string) => {
    memory[key] = value;
    if (!writable) return;
    attempt(() => {
      if (!isId(key) || !inCookies) return;
      if (value) bake(key, value, domain);
      else for (const on of domains) bake(key, '', on);
    });
    attempt(() =>
      value
        ? browser.localStorage.setItem(key, isId(key) ? JSON.stringify(value) : value)
        : browser.localStorage.removeItem(key),
    );
    if (read(key) === value) delete memory[key];
  };

  return {
    get,
    set,
    use(reads, writes, cookies) {
      if (readable) for (const key of known) memory[key] = get(key);
      readable = reads;
      writable = writes;
      inCookies =
        !writes ||
        !!(
          cookies &&
          attempt(() => {
            domain = domains.find((on) => on && takes(on)) || '';
            return takes(domain);
          })
        );
      if (writes) for (const key in memory) set(key, memory[key]);
    },
    keys: () => attempt(() => Object.keys(browser.localStorage)) || [],
  };
}

/** Where a cookie may be, as its attribute. The first is none: of this host only, as for addresses. */
export function domainsOf({ location }: Browser): readonly string[] {
  const names = location.hostname.split('.');
  return names.map((_name, index) =>
    index ? `;domain=.${names.slice(-index - 1).join('.')}` : '',
  );
}

export const keys = {
  user: ['ajs_user_id', 'ajs_user_traits'],
  group: ['ajs_group_id', 'ajs_group_properties'],
  anonymous: 'ajs_anonymous_id',
} as const;
const known = [...keys.user, ...keys.group, keys.anonymous];
const isId = (key: string) => /_id$/.test(key);

/** As analytics.js 1 wrote them, ids are JSON in cookies too. */
const bare = (text: string | null | undefined) =>
  text && text !== 'null' ? text.replace(/^"(.*)"$/, '$1') : undefined;
