import type { ClientEnvironment, ClientStorage } from './environment';

export interface ReloadOptions {
  /** A reload that nobody may hold up, as a redirect to log in. */
  readonly immediateMigration?: boolean;
}

/** Says whether the page may reload, and what it needs to know then; polled again after `retry`. */
export type MigrationCallback = (
  retry: () => void,
  options: ReloadOptions,
) => readonly [ready: boolean, data?: unknown] | undefined;

export interface Reload {
  _onMigrate(name: string | MigrationCallback, callback?: MigrationCallback): void;
  _migrationData(name: string): unknown;
  _getData(): string | null | undefined;
  _migrate(tryReload: () => void, options?: ReloadOptions): boolean;
  _reload(options?: ReloadOptions): void;
}

const KEY = 'Meteor_Reload';

interface Needs {
  readonly environment: ClientEnvironment;
  debug(...args: unknown[]): void;
}

/** Meteor's `Reload`: loads the page again, with what its parts hand on through `sessionStorage`. */
export function createReload({ environment, debug }: Needs): Reload {
  const { location } = environment;
  const storage = usableStorage(environment);
  const providers: Array<{ name: string | undefined; callback: MigrationCallback }> = [];
  const before = takeData(storage, debug);
  let reloading = false;

  /** What the parts hand on; undefined while one of them is not ready. */
  function poll(tryReload: () => void, options: ReloadOptions) {
    const data: Record<string, unknown> = {};
    let allReady = true;
    for (const { name, callback } of providers) {
      const [ready, value] = callback(tryReload, options) ?? [false];
      allReady = allReady && ready;
      if (value !== undefined && name) data[name] = value;
    }
    return allReady || options.immediateMigration ? data : undefined;
  }

  function load(): void {
    if (location.hash || location.href.endsWith('#')) location.reload();
    else location.replace(location.href);
  }

  const Reload: Reload = {
    _onMigrate(name, callback) {
      if (typeof name === 'function') providers.push({ name: undefined, callback: name });
      else if (callback) providers.push({ name, callback });
    },
    _migrationData: (name) => before[name],
    _getData: () => storage?.getItem(KEY),
    _migrate(tryReload, options = {}) {
      const data = poll(tryReload, options);
      if (!data) return false;
      try {
        storage?.setItem(KEY, JSON.stringify({ data, reload: true }));
      } catch (error) {
        debug("Couldn't save data for migration to sessionStorage", error);
      }
      return true;
    },
    _reload(options = {}) {
      if (reloading) return;
      reloading = true;
      const tryReload = () => {
        setTimeout(() => {
          if (Reload._migrate(tryReload, options)) load();
        }, 1);
      };
      tryReload();
    },
  };
  return Reload;
}

function usableStorage(environment: ClientEnvironment): ClientStorage | undefined {
  try {
    const storage = environment.sessionStorage;
    storage?.setItem('__dummy__', '1');
    storage?.removeItem('__dummy__');
    return storage;
  } catch {
    return undefined;
  }
}

function takeData(
  storage: ClientStorage | undefined,
  debug: (...args: unknown[]) => void,
): Record<string, unknown> {
  const text = storage?.getItem(KEY);
  storage?.removeItem(KEY);
  try {
    const stored = JSON.parse(text ?? '{}') as { reload?: boolean; data?: unknown };
    const usable = stored.reload && typeof stored.data === 'object' && stored.data !== null;
    return usable ? (stored.data as Record<string, unknown>) : {};
  } catch {
    debug('Got invalid JSON on reload. Ignoring.');
    return {};
  }
}
