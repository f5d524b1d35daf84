import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { metrics } from '../common/metrics';
import type { Options } from '../common/options';
import type { HookStatus, Status } from '../common/status';
import type { Agent } from './agent';
import { createAccess } from './dashboard/access';
import { createQueryApi, type QueryApi } from './dashboard/query-api';
import { reportFindings, reportObservers } from './load-report';
import type { MeteorApp } from './meteor';

export interface QueryApiMount {
  /** Serves the query API by these options, from now on. */
  open(options: Options): void;
  /** Requests go on to the app, as if nothing were mounted. */
  close(): void;
  status(): HookStatus;
}

export interface QueryApiMountParts {
  readonly app: Pick<MeteorApp, 'handlers' | 'isDevelopment'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly agent: () => Agent | undefined;
  readonly status: () => Status;
  readonly warn: (message: string) => void;
}

/**
 * Mounts the query API on the app's web server. Express has no way to take a
 * handler back, so there is one per path, which lets requests through while
 * the API is closed or lives elsewhere.
 */
export function createQueryApiMount(parts: QueryApiMountParts): QueryApiMount {
  const { app, env, agent, status, warn } = parts;
  const mounted = new Set<string>();
  let current: { readonly path: string; readonly api: QueryApi } | undefined;

  function mountAt(path: string): void {
    if (mounted.has(path)) return;
    mounted.add(path);
    app.handlers?.use(
      path,
      (request: IncomingMessage, response: ServerResponse, next: () => void) => {
        if (current?.path === path) current.api(request, response);
        else next();
      },
    );
  }

  return {
    open({ api, authorize }) {
      if (!api.enabled || !app.handlers) return;
      const access = createAccess({
        token: api.token,
        authorize,
        development: isDevelopment(app, env),
        forwardedCount: Number(env.HTTP_FORWARDED_COUNT ?? 0) || 0,
        now: () => performance.now(),
        warn,
      });
      const reader = () => agent()?.reader();
      const reports = { observers: reportObservers, findings: reportFindings };
      const parts = { access, reader, status, metrics, warn, reports };
      current = { path: api.path, api: createQueryApi(parts) };
      mountAt(api.path);
    },
    close() {
      current = undefined;
    },
    status() {
      if (current) return { state: 'ok' };
      return { state: 'off', reason: app.handlers ? whySwitchedOff : whyNoServer };
    },
  };
}

const whySwitchedOff = 'switched off (api.enabled), or the agent is not running';
const whyNoServer = 'the app has no WebApp.handlers; read with Radiant.read()';

/** Meteor takes everything but production for development, `staging` too; access must not. */
function isDevelopment(
  { isDevelopment }: Pick<MeteorApp, 'isDevelopment'>,
  { NODE_ENV }: QueryApiMountParts['env'],
): boolean {
  return isDevelopment && (NODE_ENV === undefined || NODE_ENV === 'development');
}
