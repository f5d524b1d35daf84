import { performance } from 'node:perf_hooks';
import type { Options } from '../common/options';
import { type Access, createAccess } from './dashboard/access';
import type { MeteorApp } from './meteor';

export interface AccessParts {
  readonly app: Pick<MeteorApp, 'isDevelopment'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly warn: (message: string) => void;
}

/** The guard of everything that Radiant answers over HTTP, by these options. */
export function accessFor(
  { api, authorize }: Pick<Options, 'api' | 'authorize'>,
  { app, env, warn }: AccessParts,
): Access {
  return createAccess({
    token: api.token,
    authorize,
    development: isDevelopment(app, env),
    forwardedCount: Number(env.HTTP_FORWARDED_COUNT ?? 0) || 0,
    now: () => performance.now(),
    wallNow: () => Date.now(),
    warn,
  });
}

/** Meteor takes everything but production for development, `staging` too; access must not. */
function isDevelopment(
  { isDevelopment }: AccessParts['app'],
  { NODE_ENV }: AccessParts['env'],
): boolean {
  return isDevelopment && (NODE_ENV === undefined || NODE_ENV === 'development');
}
