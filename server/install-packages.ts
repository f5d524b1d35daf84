import type { Recorder } from '../common/recorder';
import type { HookRegistry } from './hooks/hook-registry';
import { functionsOf } from './hooks/shape';
import type { InstalledJobs } from './install-jobs';
import { type EmailTarget, instrumentEmail } from './instruments/email/instrument-email';
import { jobSourceOf } from './instruments/jobs/job-source';
import { syncedCronPackages } from './instruments/jobs/synced-cron';

/** Packages an app may have, which may load after this one. */
export interface LatePackages {
  exportOf(packageName: string, key: string): unknown;
  /** Calls `fn` once all code of the app is loaded, at once when it is. */
  onStartup(fn: () => void): void;
}

interface PackageOptions {
  readonly instruments: { readonly email: boolean };
}

/** Puts the instruments of optional packages in: now, or at start-up where a package loads late. */
export function installPackages(
  packages: LatePackages,
  { instruments }: PackageOptions,
  hooks: HookRegistry,
  recorder: Recorder,
  jobs: InstalledJobs | undefined,
): void {
  let isLive = true;
  hooks.onUndo(() => {
    isLive = false;
  });

  function whenLoaded(name: string, key: string, install: (exported: unknown) => void): void {
    const exported = packages.exportOf(name, key);
    if (exported !== undefined) {
      install(exported);
      return;
    }
    packages.onStartup(() => {
      const late = isLive ? packages.exportOf(name, key) : undefined;
      if (late !== undefined) install(late);
    });
  }

  if (instruments.email) {
    whenLoaded('email', 'Email', (email) =>
      hooks.install('email', () =>
        instrumentEmail(functionsOf<EmailTarget>(email, ['sendAsync'], 'Email'), recorder),
      ),
    );
  }
  if (!jobs) return;
  for (const name of syncedCronPackages) {
    whenLoaded(name, 'SyncedCron', (cron) => {
      try {
        jobs.watch(jobSourceOf(cron));
      } catch {
        hooks.set('jobs.syncedCron', 'off', `SyncedCron of ${name} is not as expected`);
      }
    });
  }
}
