import type { AlertsAnswer } from '../common/alerts-answer';
import { RadiantError } from '../common/errors';
import { metrics } from '../common/metrics';
import type { Options } from '../common/options';
import type { HookStatus, Status } from '../common/status';
import type { Agent } from './agent';
import type { Access } from './dashboard/access';
import type { TakeProfile } from './dashboard/profile-answer';
import { createQueryApi } from './dashboard/query-api';
import { reportDeploys } from './deploy-report';
import { reportFindings, reportObservers } from './load-report';
import type { MeteorApp } from './meteor';
import { createMount, type Handler, openPaths } from './mount';
import { reportReleases } from './release-report';
import { reportHistory } from './report-history';

export interface QueryApiMount {
  /** Serves the query API by these options, from now on. */
  open(options: Options, access: () => Access): void;
  /** Requests go on to the app, as if nothing were mounted. */
  close(): void;
  status(): HookStatus;
  /** Below which it answers. */
  paths(): readonly string[];
}

export interface QueryApiMountParts {
  readonly app: Pick<MeteorApp, 'handlers'>;
  readonly warn: (message: string) => void;
  readonly agent: () => Agent | undefined;
  readonly status: () => Status;
  readonly alerts: () => Promise<AlertsAnswer>;
  /** The options that are in effect, without secrets. */
  readonly settings: () => readonly object[];
}

/**
 * Mounts the query API on the app's web server: at `api.path`, and where the
 * dashboard looks for it, below itself, as its cookie is sent nowhere else.
 */
export function createQueryApiMount(parts: QueryApiMountParts): QueryApiMount {
  const { app, agent, status, alerts, settings, warn } = parts;
  const [mount, ofDashboard] = [createMount(app), createMount(app)];

  return {
    open(options, access) {
      if (!options.api.enabled || !app.handlers) return;
      const reader = () => agent()?.reader();
      const profile: TakeProfile = async (wanted) => {
        const running = agent();
        if (running) return running.profile(wanted);
        throw new RadiantError('not-started', 'the agent is not running');
      };
      const reports = {
        observers: reportObservers,
        findings: reportFindings,
        releases: reportReleases,
        deploys: reportDeploys,
        history: reportHistory,
      };
      const api = createQueryApi({
        access: access(),
        reader,
        status,
        alerts,
        settings,
        metrics,
        warn,
        reports,
        profile,
      });
      const handler: Handler = (request, response) => api(request, response);
      mount.open(options.api.path, handler);
      const { enabled, path } = options.dashboard;
      if (enabled && path + below !== options.api.path) ofDashboard.open(path + below, handler);
    },
    close() {
      mount.close();
      ofDashboard.close();
    },
    paths: () => openPaths([mount, ofDashboard]),
    status() {
      if (mount.isOpen) return { state: 'ok' };
      return { state: 'off', reason: app.handlers ? whySwitchedOff : whyNoServer };
    },
  };
}

const below = '/api/v1';
const whySwitchedOff = 'switched off (api.enabled), or the agent is not running';
const whyNoServer = 'the app has no WebApp.handlers; read with Radiant.read()';
