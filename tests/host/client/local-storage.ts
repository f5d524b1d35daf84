import type { ClientEnvironment, ClientStorage } from './environment';

/** `Meteor._localStorage`: the browser's, or where it cannot be used, one that forgets. */
export function createLocalStorage(
  environment: ClientEnvironment,
  debug: (message: string) => void,
): ClientStorage {
  const key = `_localstorage_test_${Math.random()}`;
  try {
    const storage = environment.localStorage;
    storage?.setItem(key, key);
    const kept = storage?.getItem(key) === key;
    storage?.removeItem(key);
    if (storage && kept) {
      return {
        getItem: (name) => storage.getItem(name),
        setItem: (name, value) => storage.setItem(name, value),
        removeItem: (name) => storage.removeItem(name),
      };
    }
  } catch {
    // Forbidden, or full.
  }
  debug('This browser keeps nothing: a log-in ends with the page, and no other tab hears of it.');
  return createMemoryStorage();
}

/** A storage that lasts as long as whoever holds it. */
export function createMemoryStorage(): ClientStorage {
  const items = new Map<string, string>();
  return {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => {
      items.set(name, String(value));
    },
    removeItem: (name) => {
      items.delete(name);
    },
  };
}
