import type { Browser } from './browser';

export interface Cookies {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  /** Removes it from every domain it could be of. */
  remove(key: string): void;
  /** Finds the widest domain the browser takes cookies for; false where it takes none. */
  probe(): boolean;
}

/** Cookies for one year, on the registrable domain: the shortest that the browser accepts. */
export function createCookies({ document, location }: Browser): Cookies {
  const names = location.hostname.split('.');
  /** From the shortest, and last none: of this host only, as for `localhost` and addresses. */
  const domains = names
    .slice(1)
    .map((_name, index) => `;domain=.${names.slice(-index - 2).join('.')}`)
    .concat('');
  let domain = '';

  const get = (key: string) => {
    const found = `; ${document.cookie}`.split(`; ${key}=`)[1];
    return found === undefined ? found : decodeURIComponent(found.replace(/;.*/, ''));
  };
  const write = (key: string, value: string, ageS: number, on: string) => {
    document.cookie = `${key}=${encodeURIComponent(value)}${on};path=/;max-age=${ageS};SameSite=Lax`;
  };
  const set = (key: string, value: string) => write(key, value, 31_536_000, domain);
  const remove = (key: string) => {
    for (const on of domains) write(key, '', 0, on);
  };

  return {
    get,
    set,
    remove,
    probe: () =>
      domains.some((on) => {
        domain = on;
        set('ajs_test', '1');
        const taken = get('ajs_test');
        remove('ajs_test');
        return taken;
      }),
  };
}
