import { handClock } from '../hand-clock';
import { fakeCookies } from './fake-cookies';
import { fakeLocks } from './fake-locks';
import { fakeNetwork } from './fake-network';
import { fakePage, type PageOptions } from './fake-page';
import { fakeStorage } from './fake-storage';

/**
 * One browser: pages opened in it share cookies, the storage of their origin,
 * locks, a clock wound by hand and a network that is answered by hand.
 */
export function fakeBrowser({ at = Date.parse('2026-03-04T10:00:00Z') } = {}) {
  const clock = handClock(at);
  const network = fakeNetwork();
  const cookies = fakeCookies(clock.wallNow);
  const storages = new Map<string, ReturnType<typeof fakeStorage>>();
  const locks = new Map<string, ReturnType<typeof fakeLocks>>();

  const shared = {
    clock,
    network,
    cookies,
    storageOf: (origin: string) => kept(storages, origin, fakeStorage),
    locksOf: (origin: string) => kept(locks, origin, fakeLocks),
  };

  return {
    ...shared,
    /** Opens a document in a tab of its own, or in the tab whose session storage is given. */
    open: (url = 'https://app.example.com/', options: PageOptions = {}) =>
      fakePage(shared, url, options.session ?? fakeStorage(), options),
  };
}

function kept<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
