import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Environment } from '../common/option-schema';
import type { Options } from '../common/options';
import type { Resource } from '../common/resource';

export interface ResourceSources {
  readonly env: Environment;
  readonly options: Pick<Options, 'service' | 'environment' | 'release'>;
  /** `Meteor.release`. */
  readonly meteorRelease: string | undefined;
  /** `Meteor.gitCommitHash`. */
  readonly gitCommitHash?: string | undefined;
  /** What the app's bundle calls its own version. */
  readonly bundleVersion?: string | undefined;
  /** Epoch milliseconds; the system's clock unless given. */
  readonly now?: () => number;
  /** The machine and process; node's own unless given. */
  readonly machine?: Machine;
}

/** What is asked of the machine the process runs on. */
export interface Machine {
  hostname(): string;
  exists(path: string): boolean;
  uptimeMs(): number;
  readonly pid: number;
  readonly nodeVersion: string;
}

const nodeMachine: Machine = {
  hostname,
  exists: existsSync,
  uptimeMs: () => process.uptime() * 1000,
  pid: process.pid,
  nodeVersion: process.versions.node,
};

/**
 * Finds out who sends: once per start of the agent. The release is the option,
 * else the commit the app was built from, else the bundle's version, else
 * `unknown`.
 */
export function findResource({
  env,
  options,
  meteorRelease,
  gitCommitHash,
  bundleVersion,
  now = Date.now,
  machine = nodeMachine,
}: ResourceSources): Resource {
  return {
    service: options.service,
    environment: options.environment,
    release: options.release || gitCommitHash || bundleVersion || 'unknown',
    host: machine.hostname() || 'unknown',
    instance: randomBytes(8).toString('hex'),
    pid: machine.pid,
    startedAt: Math.round(now() - machine.uptimeMs()),
    meteorRelease: meteorRelease || 'unknown',
    nodeVersion: machine.nodeVersion,
    platform: platformOf(env, machine),
  };
}

/**
 * Galaxy names its containers in the environment. Meteor Up deploys with the
 * image `zodern/meteor`, which keeps the app in `/built_app`; on Beanstalk its
 * own variables tell. Kubernetes names its API in every pod, whose containers
 * Docker need not have started. Any other that it did start has `/.dockerenv`.
 */
function platformOf(env: Environment, { exists }: Machine): Resource['platform'] {
  if (env.GALAXY_CONTAINER_ID || env.GALAXY_APP_ID) return 'galaxy';
  if (env.MUP_ENV_FILE_VERSION) return 'mup';
  if (env.KUBERNETES_SERVICE_HOST) return 'kubernetes';
  if (!exists('/.dockerenv')) return 'bare';
  return exists('/built_app') ? 'mup' : 'docker';
}
