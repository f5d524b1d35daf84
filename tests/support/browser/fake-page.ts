import type { handClock } from '../hand-clock';
import type { fakeCookies } from './fake-cookies';
import { fakeHistory } from './fake-history';
import type { fakeLocks } from './fake-locks';
import type { fakeNetwork } from './fake-network';
import type { fakeStorage } from './fake-storage';

/** What pages of one browser share; see fake-browser.ts. */
export interface Shared {
  readonly clock: ReturnType<typeof handClock>;
  readonly network: ReturnType<typeof fakeNetwork>;
  readonly cookies: ReturnType<typeof fakeCookies>;
  storageOf(origin: string): ReturnType<typeof fakeStorage>;
  locksOf(origin: string): ReturnType<typeof fakeLocks>;
}

export interface PageOptions {
  readonly referrer?: string;
  readonly title?: string;
  /** What `<link rel="canonical">` says. */
  readonly canonical?: string;
  /** What the browser does not have: `locks`, `keepalive`, `beacon`, `navigation`, `randomUUID`, `connection`. `fetchLater` is there when asked for. */
  readonly without?: readonly string[];
  readonly fetchLater?: boolean;
  /** Over what `navigator` has otherwise. */
  readonly navigator?: Record<string, unknown>;
  /** The session storage of the tab, when it is one that was there before. */
  readonly session?: ReturnType<typeof fakeStorage>;
}

export type FakePage = ReturnType<typeof fakePage>;

/** One document in one tab: its window, and what a person or the browser does to it. */
export function fakePage(
  shared: Shared,
  url: string,
  session: ReturnType<typeof fakeStorage>,
  options: PageOptions = {},
) {
  const { without = [] } = options;
  const has = (part: string) => !without.includes(part);
  const target = new EventTarget();
  const documentTarget = new EventTarget();
  const fire = (type: string, detail: object = {}) =>
    target.dispatchEvent(Object.assign(new Event(type), detail));
  const { location, history, navigation } = fakeHistory(url, fire);
  const cookie = shared.cookies.of(location.hostname);
  const network = shared.network.functions();
  const local = shared
    .storageOf(location.origin)
    .open((key, newValue) => fire('storage', { key, newValue }));
  let visibilityState: 'visible' | 'hidden' = 'visible';
  let forbidden = false;
  let end: () => void = () => {};
  const gone = new Promise<void>((resolve) => {
    end = resolve;
  });

  const document = Object.assign(documentTarget, {
    title: options.title ?? 'A page',
    referrer: options.referrer ?? '',
    readyState: 'complete',
    documentElement: { lang: 'en' },
    querySelector: (selector: string): { readonly href: string } | null =>
      options.canonical && /canonical/.test(selector) ? { href: options.canonical } : null,
  });
  Object.defineProperties(document, {
    cookie: { get: cookie.get, set: cookie.set },
    visibilityState: { get: () => visibilityState },
    hidden: { get: () => visibilityState === 'hidden' },
  });

  const navigator = {
    onLine: true,
    language: 'en-GB',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Fake/1.0',
    cookieEnabled: true,
    ...(has('beacon') && { sendBeacon: network.sendBeacon }),
    ...(has('locks') && { locks: shared.locksOf(location.origin).open(gone) }),
    ...(has('connection') && { connection: { effectiveType: '4g' } }),
    ...options.navigator,
  };

  const window = Object.assign(target, {
    document: document as typeof document & {
      cookie: string;
      readonly visibilityState: 'visible' | 'hidden';
    },
    location,
    history,
    navigator: navigator as typeof navigator & Record<string, unknown>,
    sessionStorage: session.open(() => {}),
    screen: { width: 1920, height: 1080 },
    devicePixelRatio: 2,
    fetch: network.fetch,
    Request: { prototype: has('keepalive') ? { keepalive: false } : {} },
    crypto: has('randomUUID')
      ? {
          randomUUID: () => crypto.randomUUID(),
          getRandomValues: crypto.getRandomValues.bind(crypto),
        }
      : { getRandomValues: crypto.getRandomValues.bind(crypto) },
    ...(has('navigation') && { navigation }),
    ...(options.fetchLater && { fetchLater: network.fetchLater }),
  });
  Object.defineProperty(window, 'localStorage', {
    get() {
      if (forbidden) throw new DOMException('Access is denied.', 'SecurityError');
      return local;
    },
  });

  const show = (state: 'visible' | 'hidden') => {
    if (visibilityState === state) return;
    visibilityState = state;
    documentTarget.dispatchEvent(new Event('visibilitychange'));
  };

  return {
    window: window as typeof window & { readonly localStorage: typeof local },
    /** The storage of the tab, to open the next page in the same tab with. */
    session,
    fire,
    hide: () => show('hidden'),
    show: () => show('visible'),
    /** The document is left: for good, or into the back/forward cache. */
    leave({ persisted = false } = {}) {
      fire('pagehide', { persisted });
      show('hidden');
      if (!persisted) end();
    },
    comeBack() {
      fire('pageshow', { persisted: true });
      show('visible');
    },
    goOffline() {
      navigator.onLine = false;
      fire('offline');
    },
    goOnline() {
      navigator.onLine = true;
      fire('online');
    },
    /** Even to name `localStorage` throws from now on. */
    forbidStorage() {
      forbidden = true;
    },
  };
}
