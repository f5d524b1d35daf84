import type { Options } from '../common/options';
import type { HookStatus } from '../common/status';
import type { Access } from './dashboard/access';
import { createDashboard } from './dashboard/dashboard';
import { dashboardFiles } from './dashboard/dashboard-files';
import { isHttpsRequest } from './dashboard/https-request';
import { createStaticFiles, type StaticFiles } from './dashboard/static-files';
import type { MeteorApp } from './meteor';
import { createMount } from './mount';

export interface DashboardMount {
  /**
   * Serves the dashboard by these options, from now on; not below `others`,
   * where other parts of Radiant answer.
   */
  open(options: Options, access: () => Access, others: readonly string[]): void;
  /** Requests go on to the app, as if nothing were mounted. */
  close(): void;
  status(): HookStatus;
}

export interface DashboardMountParts {
  readonly app: Pick<MeteorApp, 'handlers' | 'assets' | 'internals'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly warn: (message: string) => void;
  /** Its files; those of the package unless given. */
  readonly fileNames?: readonly string[];
}

/** Mounts the dashboard on the app's web server. */
export function createDashboardMount(parts: DashboardMountParts): DashboardMount {
  const { app, env, warn, fileNames = dashboardFiles } = parts;
  const mount = createMount(app);
  let files: StaticFiles | undefined;
  let reason = whySwitchedOff;

  function whyNot({ dashboard, api }: Options, others: readonly string[]): string | undefined {
    if (!dashboard.enabled) return whySwitchedOff;
    if (!api.enabled) return whyNoApi;
    if (!app.handlers) return whyNoServer;
    const cover = others.find((path) => `${dashboard.path}/`.startsWith(`${path}/`));
    return cover && `something else of Radiant's answers at ${cover}; set dashboard.path`;
  }

  return {
    open(options, access, others) {
      const problem = whyNot(options, others);
      if (problem) {
        reason = problem;
        return;
      }
      const forwardedCount = Number(env.HTTP_FORWARDED_COUNT ?? 0) || 0;
      const https = { rootUrl: env.ROOT_URL, forwardedCount };
      files ??= createStaticFiles({ names: fileNames, locate: locateWith(app.assets), warn });
      const prefix = (app.internals.rootPath ?? '').replace(/\/$/, '');
      const dashboard = createDashboard({
        access: access(),
        files,
        basePath: prefix + options.dashboard.path,
        // Where the cookie is sent to, wherever api.path is.
        apiPath: `${prefix}${options.dashboard.path}/api/v1`,
        isHttps: (request) => isHttpsRequest(request, https),
        warn,
      });
      mount.open(options.dashboard.path, dashboard, others);
    },
    close() {
      mount.close();
      reason = whySwitchedOff;
    },
    status() {
      if (!mount.isOpen) return { state: 'off', reason };
      const missing = files?.missing() ?? [];
      if (missing.length === 0) return { state: 'ok' };
      return { state: 'degraded', reason: `files are missing: ${missing.join(', ')}` };
    },
  };
}

/** As package.js has them. */
const folder = 'server/dashboard/static';

function locateWith(assets: MeteorApp['assets']): (name: string) => string {
  return (name) => {
    if (assets) return assets.absoluteFilePath(`${folder}/${name}`);
    throw new Error('the package has no assets here');
  };
}

const whySwitchedOff = 'switched off (dashboard.enabled), or the agent is not running';
const whyNoApi = 'it shows what the query API answers, which is switched off (api.enabled)';
const whyNoServer = 'the app has no WebApp.handlers';
