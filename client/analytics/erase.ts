import { attempt } from './attempt';
import type { Browser } from './browser';
import { domainsOf, storedKeys } from './write-to';

/** Removes all that Segment's libraries and this one store, from wherever it may be. */
export function erase(browser: Browser): void {
  const { document } = browser;
  attempt(() => {
    for (const pair of document.cookie.split('; ')) {
      const key = pair.replace(/=.*/, '');
      if (!isOurs(key)) continue;
      for (const on of domainsOf(browser)) document.cookie = `${key}=${on};path=/;max-age=0`;
    }
  });
  attempt(() => {
    for (const key of storedKeys(browser)) if (isOurs(key)) browser.localStorage.removeItem(key);
  });
}

const isOurs = (key: string) => /^(ajs|radiant)_/.test(key);
