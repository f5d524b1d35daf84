import { attempt } from './attempt';
import type { Browser } from './browser';
import { cookieOf, isId } from './cookie-of';
import type { Write } from './store';

/**
 * Writes to the browser: ids into cookies of one year, on the registrable
 * domain, which is the shortest that the browser takes cookies for, and all
 * into localStorage. Without `cookies` there are none, and old ones go.
 */
export function writeTo(browser: Browser, cookies: boolean): Write {
  const { document } = browser;
  const domains = domainsOf(browser);
  const bake = (key: string, value: string, on: string) => {
    document.cookie = `${key}=${encodeURIComponent(value)}${on};path=/;SameSite=Lax;max-age=${value ? 31_536_000 : 0}`;
  };
  const takes = (on: string) => {
    bake('ajs_test', '1', on);
    const taken = cookieOf(browser, 'ajs_test');
    bake('ajs_test', '', on);
    return !!taken;
  };
  const domain = attempt(() => domains.find((on) => on && takes(on))) || '';

  return (key, value) => {
    if (isId(key)) {
      attempt(() => {
        if (value && cookies) bake(key, value, domain);
        else for (const on of domains) bake(key, '', on);
      });
    }
    attempt(() =>
      value
        ? browser.localStorage.setItem(key, isId(key) ? JSON.stringify(value) : value)
        : browser.localStorage.removeItem(key),
    );
  };
}

/** Where a cookie may be, as its attribute. The first is none: of this host only, as for addresses. */
export function domainsOf({ location }: Browser): readonly string[] {
  const names = location.hostname.split('.');
  return names.map((_name, index) =>
    index ? `;domain=.${names.slice(-index - 1).join('.')}` : '',
  );
}

/** Names of all that is in localStorage. */
export const storedKeys = (browser: Browser): readonly string[] =>
  attempt(() => Object.keys(browser.localStorage)) || [];
