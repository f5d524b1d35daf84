import type { Feature } from '../../common/analytics/feature';
import { undoable } from '../../common/undo';

/** The part of Meteor this feature touches. */
export interface HotCodePushTarget {
  /** `Reload` of the package reload. */
  readonly reload: {
    _onMigrate(name: string, ready: (retry: unknown, options?: ReloadOptions) => Migration): void;
    _migrationData(name: string): unknown;
  };
  /** `Autoupdate` of the package autoupdate. */
  readonly autoupdate: { newClientAvailable(): boolean };
  /** `Tracker.autorun`. */
  autorun(run: () => void): { stop(): void };
  /** Of the client that runs. */
  readonly version: string | undefined;
}

interface ReloadOptions {
  /** The page goes elsewhere to log in, and there is no new version. */
  readonly immediateMigration?: boolean;
}

type Migration = readonly [ready: true, data?: unknown];

const key = 'radiant';

/** Tells when a new version of the client is there, and that it has been loaded. Never holds it up. */
export function hotCodePush({ reload, autoupdate, autorun, version }: HotCodePushTarget): Feature {
  return {
    name: 'hotCodePush',
    install: (client) =>
      undoable((defer) => {
        let isActive = true;
        let availableAt: number | undefined;
        const before = reload._migrationData(key);

        // There is no way to take it back.
        reload._onMigrate(key, (_retry, { immediateMigration } = {}) => {
          if (!isActive || immediateMigration) return [true];
          const now = client.wallNow();
          return [true, { fromVersion: version, waitedMs: now - (availableAt ?? now) }];
        });
        defer(() => {
          isActive = false;
        });
        const computation = autorun(() =>
          client.guard(() => {
            if (!autoupdate.newClientAvailable() || availableAt !== undefined) return;
            availableAt = client.wallNow();
            client.track('HCP Available', {}, { passive: true });
          }),
        );
        defer(() => computation.stop());

        const { fromVersion, waitedMs } = (before ?? {}) as Record<string, unknown>;
        if (typeof waitedMs !== 'number') return;
        const properties = {
          ...(typeof fromVersion === 'string' && { fromVersion }),
          ...(version !== undefined && { toVersion: version }),
          waitedMs,
        };
        client.track('HCP Reloaded', properties, { passive: true });
      }),
  };
}
