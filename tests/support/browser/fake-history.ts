export interface FakeLocation {
  href: string;
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

interface Entry {
  readonly url: URL;
  readonly state: unknown;
}

/** A page's address and history, and where asked for the Navigation API. */
export function fakeHistory(start: string, fire: (type: string, detail?: object) => void) {
  let entries: Entry[] = [{ url: new URL(start), state: null }];
  let index = 0;
  const navigation = new EventTarget();

  const at = (): Entry => entries[index] ?? { url: new URL(start), state: null };
  const resolved = (url: string | URL | null | undefined) => new URL(url ?? at().url, at().url);
  const changed = (navigationType: string) =>
    navigation.dispatchEvent(Object.assign(new Event('currententrychange'), { navigationType }));

  const location: FakeLocation = {
    get href() {
      return at().url.href;
    },
    set href(url: string) {
      const next = resolved(url);
      if (next.href.split('#')[0] !== at().url.href.split('#')[0]) {
        throw new Error('A fake page cannot load another document: open one.');
      }
      push(null, next);
      fire('hashchange');
    },
    get protocol() {
      return at().url.protocol;
    },
    get host() {
      return at().url.host;
    },
    get hostname() {
      return at().url.hostname;
    },
    get origin() {
      return at().url.origin;
    },
    get pathname() {
      return at().url.pathname;
    },
    get search() {
      return at().url.search;
    },
    get hash() {
      return at().url.hash;
    },
  };

  const push = (state: unknown, url: URL) => {
    entries = [...entries.slice(0, index + 1), { url, state }];
    index += 1;
    changed('push');
  };

  const go = (by: number) => {
    const before = at().url;
    const next = Math.min(Math.max(index + by, 0), entries.length - 1);
    if (next === index) return;
    index = next;
    changed('traverse');
    fire('popstate', { state: at().state });
    if (before.hash !== at().url.hash) fire('hashchange');
  };

  const history = {
    get length() {
      return entries.length;
    },
    get state() {
      return at().state;
    },
    pushState(state: unknown, _unused?: string, url?: string | URL | null) {
      push(state, resolved(url));
    },
    replaceState(state: unknown, _unused?: string, url?: string | URL | null) {
      entries[index] = { url: resolved(url), state };
      changed('replace');
    },
    go: (by = 0) => go(by),
    back: () => go(-1),
    forward: () => go(1),
  };

  return { location, history, navigation };
}
