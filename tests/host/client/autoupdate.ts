import type { Connection, StoreMessage } from './connection/types';
import type { ClientVersion } from './environment';
import type { Reload } from './reload';
import type { Tracker } from './tracker';

type Watch = (id: string, version: Partial<ClientVersion>) => void;

interface Needs {
  readonly connection: Connection;
  readonly Tracker: Tracker;
  readonly Reload: Reload | undefined;
  /** Versions of the client that runs, from the runtime configuration. */
  readonly own: ClientVersion | undefined;
  readonly arch: string;
  debug(...args: unknown[]): void;
}

const compared = ['versionRefreshable', 'versionNonRefreshable'] as const;
const unknown = {
  version: 'unknown',
  versionRefreshable: 'unknown',
  versionNonRefreshable: 'unknown',
} as const satisfies ClientVersion;

/**
 * Meteor's `Autoupdate`: a client that hears of a newer one reloads. Style
 * sheets are not put in place of each other here, as this host has no build.
 */
export function createAutoupdate(needs: Needs) {
  const { connection, Tracker, Reload, own = unknown, arch, debug } = needs;
  const versions = new Map<string, Partial<ClientVersion>>();
  const watching = new Set<Watch>();
  const dependency = new Tracker.Dependency();

  const isNew = (version: Partial<ClientVersion> | undefined) =>
    version !== undefined && compared.some((field) => version[field] !== own[field]);

  connection.registerStoreClient('meteor_autoupdate_clientVersions', {
    update({ id, msg, fields }: StoreMessage) {
      if (msg !== 'added' && msg !== 'changed') return;
      const before = isNew(versions.get(arch));
      versions.set(id, { ...versions.get(id), ...fields });
      if (!before && isNew(versions.get(arch))) dependency.changed();
      for (const watch of [...watching]) watch(id, versions.get(id) ?? {});
    },
  });

  function reloadWhenNew(): void {
    const check: Watch = (id, version) => {
      if (id !== arch || version.versionNonRefreshable === own.versionNonRefreshable) return;
      watching.delete(check);
      Reload?._reload();
    };
    for (const [id, version] of versions) Promise.resolve().then(() => check(id, version));
    watching.add(check);
  }

  const Autoupdate = {
    newClientAvailable(): boolean {
      dependency.depend();
      return isNew(versions.get(arch));
    },
    _retrySubscription() {
      connection.subscribe('meteor_autoupdate_clientVersions', {
        onError: (error: unknown) => debug('autoupdate subscription failed', error),
        onReady: reloadWhenNew,
      });
    },
  };
  Autoupdate._retrySubscription();
  return { Autoupdate };
}
