import { RadiantError } from '../common/errors';
import { metrics } from '../common/metrics';
import type { Options } from '../common/options';
import type { HookStatus, Status } from '../common/status';
import { type AccessParts, accessFor } from './access-for';
import type { Agent } from './agent';
import type { TakeProfile } from './dashboard/profile-answer';
import { createQueryApi } from './dashboard/query-api';
import { reportFindings, reportObservers } from './load-report';
import type { MeteorApp } from './meteor';
import { createMount } from './mount';

export interface QueryApiMount {
  /** Serves the query API by these options, from now on. */
  open(options: Options): void;
  /** Requests go on to the app, as if nothing were mounted. */
  close(): void;
  status(): HookStatus;
}

export interface QueryApiMountParts extends AccessParts {
  readonly app: Pick<MeteorApp, 'handlers' | 'isDevelopment'>;
  readonly agent: () => Agent | undefined;
  readonly status: () => Status;
}

/** Mounts the query API on the app's web server. */
export function createQueryApiMount(parts: QueryApiMountParts): QueryApiMount {
  const { app, agent, status, warn } = parts;
  const mount = createMount(app);

  return {
    open(options) {
      if (!options.api.enabled || !app.handlers) return;
      const access = accessFor(options, parts);
      const reader = () => agent()?.reader();
      const profile: TakeProfile = async (wanted) => {
        const running = agent();
        if (running) return running.profile(wanted);
        throw new RadiantError('not-started', 'the agent is not running');
      };
      const reports = { observers: reportObservers, findings: reportFindings };
      const api = createQueryApi({ access, reader, status, metrics, warn, reports, profile });
      mount.open(options.api.path, (request, response) => api(request, response));
    },
    close: mount.close,
    status() {
      if (mount.isOpen) return { state: 'ok' };
      return { state: 'off', reason: app.handlers ? whySwitchedOff : whyNoServer };
    },
  };
}

const whySwitchedOff = 'switched off (api.enabled), or the agent is not running';
const whyNoServer = 'the app has no WebApp.handlers; read with Radiant.read()';
