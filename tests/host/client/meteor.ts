import { createMeteorError, makeErrorType } from '../meteor/errors';
import { isPromise } from '../meteor/promises';
import { absoluteUrl } from '../meteor/urls';
import type { HostVersion } from '../meteor/versions';
import type { ClientDynamics } from './dynamics';
import type { ClientEnvironment } from './environment';
import { createLocalStorage } from './local-storage';
import type { ClientTimers } from './timers';

interface Needs {
  readonly version: HostVersion;
  readonly environment: ClientEnvironment;
  readonly dynamics: ClientDynamics;
  readonly timers: ClientTimers;
  debug(...args: unknown[]): void;
}

/** `Meteor` of a client as it is before other packages add to it. */
export function createClientMeteor({ version, environment, dynamics, timers, debug }: Needs) {
  const { config } = environment;
  const production = config.meteorEnv?.NODE_ENV === 'production';
  const startup = createStartup(environment);
  const { clearAll, ...meteorTimers } = timers;

  return {
    ...dynamics,
    ...meteorTimers,
    isProduction: production,
    isDevelopment: !production,
    isClient: true as const,
    isServer: false as const,
    isCordova: false,
    isModern: config.isModern ?? true,
    isTest: false,
    isAppTest: false,
    isPackageTest: false,
    isDebug: false,
    settings: { public: config.PUBLIC_SETTINGS ?? {} },
    release: config.meteorRelease ?? `METEOR@${version}`,
    ...(config.gitCommitHash && { gitCommitHash: config.gitCommitHash }),
    Error: createMeteorError(),
    makeErrorType,
    absoluteUrl: absoluteUrl(
      config.ROOT_URL ?? `${environment.location.protocol}//${environment.location.host}`,
    ),
    _relativeToSiteRootUrl: (link: string) =>
      link.startsWith('/') ? `${config.ROOT_URL_PATH_PREFIX ?? ''}${link}` : link,
    _localStorage: createLocalStorage(environment, debug),
    _debug: debug,
    _isPromise: isPromise,
    _suppress_log: (_count: number) => {},
    _suppressed_log_expected: () => false,
    refresh: (_notification?: unknown) => {},
    startup,
  };
}

/** `Meteor.startup`: runs callbacks once the page is loaded, later ones at once. */
function createStartup(environment: ClientEnvironment) {
  let waiting: Array<() => unknown> | undefined = [];
  environment.whenLoaded(() => {
    for (let next = waiting?.shift(); next; next = waiting?.shift()) next();
    waiting = undefined;
  });
  return (callback: () => unknown): void => {
    if (waiting) waiting.push(callback);
    else callback();
  };
}
