import type { Notification } from '../ddp/server-types';
import type { Server, ServerFunctions } from '../ddp/types';
import { type AsynchronousQueueClass, createAsynchronousQueue } from './asynchronous-queue';
import { DoubleEndedQueue } from './double-ended-queue';
import type { Dynamics } from './dynamics';
import { createMeteorError, type MeteorErrorClass, makeErrorType } from './errors';
import { createHelpers, type Helpers } from './helpers';
import { createLogging, type Log, type Logging } from './logging';
import { isPromise } from './promises';
import { createTimers, type TimerOptions, type Timers } from './timers';
import { type AbsoluteUrl, absoluteUrl, rootPath } from './urls';
import { atLeast, type HostVersion } from './versions';

type StartupCallback = () => unknown;

export interface MeteorOptions {
  readonly version: HostVersion;
  readonly dynamics: Dynamics;
  readonly settings?: Record<string, unknown> | undefined;
  readonly env?: Record<string, string | undefined> | undefined;
  readonly development?: boolean | undefined;
  readonly gitCommitHash?: string | undefined;
  /** Where `Meteor._debug` writes; `console.error` when nothing is given. */
  readonly log?: Log | undefined;
  /** Where `Meteor.startup` collects until the app has started. */
  readonly bootstrap?: { startupHooks: StartupCallback[] | null } | undefined;
  /** The variable that timers clear: `DDP._CurrentMethodInvocation`, once there is one. */
  readonly currentInvocation?: TimerOptions['currentInvocation'];
  /** Where the timers that are set are kept, so that they can be cleared. */
  readonly runningTimers?: TimerOptions['running'];
}

/** The `Meteor` object of a server before any other package has loaded. */
export interface MeteorCore extends Dynamics, Timers, Logging, Helpers {
  readonly isProduction: boolean;
  readonly isDevelopment: boolean;
  readonly isClient: false;
  readonly isServer: true;
  readonly isCordova: false;
  readonly isModern: true;
  readonly isTest: boolean;
  readonly isAppTest: boolean;
  readonly isPackageTest: boolean;
  readonly isDebug: boolean;
  readonly settings: Record<string, unknown> & { public: Record<string, unknown> };
  readonly release: string;
  readonly gitCommitHash?: string;
  readonly Error: MeteorErrorClass;
  readonly makeErrorType: typeof makeErrorType;
  readonly absoluteUrl: AbsoluteUrl;
  readonly _DoubleEndedQueue: typeof DoubleEndedQueue;
  readonly _AsynchronousQueue: AsynchronousQueueClass;
  readonly _SynchronousQueue?: AsynchronousQueueClass;
  _relativeToSiteRootUrl(link: string): string;
  startup(callback: StartupCallback): void;
  /** Calls `f` and throws when it turns out to be asynchronous. */
  _noYieldsAllowed<R>(f: () => R): R;
  _isPromise(value: unknown): value is Promise<unknown>;
  _sleepForMs(ms: number): Promise<void>;
  wrapFn<F>(fn: F): F;
  _printSentDDP?: boolean;
  _printReceivedDDP?: boolean;
}

/** `Meteor` with what `ddp-server` adds to it. */
export interface Meteor extends MeteorCore, ServerFunctions {
  server: Server;
  refresh(notification: Notification): Promise<void>;
}

/**
 * The `Meteor` object of one host. What the DDP server adds (`server`,
 * `methods`, `publish` …) is there once the host has installed that server.
 */
export function createMeteor(options: MeteorOptions): Meteor {
  const { version, dynamics, env = {}, development = false } = options;
  const bootstrap = options.bootstrap ?? { startupHooks: null };
  const logging = createLogging(options.log);
  const { currentInvocation, runningTimers: running } = options;
  const timers = createTimers(dynamics, { currentInvocation, running });

  const debug: Log = (...args) => core._debug(...args);
  const AsynchronousQueue = createAsynchronousQueue(dynamics, version, debug);

  const core: MeteorCore = {
    ...dynamics,
    ...createHelpers(dynamics.bindEnvironment, debug),
    ...timers,
    ...logging,
    isProduction: !development,
    isDevelopment: development,
    isClient: false,
    isServer: true,
    isCordova: false,
    isModern: true,
    isTest: false,
    isAppTest: false,
    isPackageTest: false,
    isDebug: development,
    settings: { public: {}, ...options.settings },
    release: `METEOR@${version}`,
    ...(options.gitCommitHash && { gitCommitHash: options.gitCommitHash }),
    Error: createMeteorError(),
    makeErrorType,
    absoluteUrl: absoluteUrl(env.ROOT_URL),
    _DoubleEndedQueue: DoubleEndedQueue,
    _AsynchronousQueue: AsynchronousQueue,
    ...(atLeast(version, '3.1.1') && { _SynchronousQueue: AsynchronousQueue }),
    _relativeToSiteRootUrl: (link) => (link.startsWith('/') ? rootPath(env.ROOT_URL) + link : link),
    startup(callback) {
      if (bootstrap.startupHooks) bootstrap.startupHooks.push(callback);
      else callback();
    },
    _noYieldsAllowed(f) {
      const result = f();
      if (isPromise(result)) {
        throw new Error('function is a promise when calling Meteor._noYieldsAllowed');
      }
      return result;
    },
    _isPromise: isPromise,
    _sleepForMs: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    ...(atLeast(version, '3.1.1') && { sleep: sleepForMs }),
    wrapFn: (fn) => fn,
  };
  return core as Meteor;
}

function sleepForMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
