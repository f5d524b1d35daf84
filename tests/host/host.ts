import { createAccounts } from './accounts/accounts';
import { createDdp } from './ddp/create-ddp';
import type { DDP } from './ddp/ddp';
import type { DDPCommon } from './ddp/ddp-common';
import { createDDPRateLimiter, type DDPRateLimiter } from './ddp/ddp-rate-limiter';
import type { PackageMap } from './ddp/internals';
import type { DDPServer } from './ddp/server-types';
import { createEmail, type Email } from './email/email';
import { packageExports } from './host-packages';
import { type LoadOptions, loadServerCode } from './load';
import { check, Match } from './meteor/check';
import { createDynamics, type Dynamics } from './meteor/dynamics';
import { createEjson, type Ejson } from './meteor/ejson';
import type { Log } from './meteor/logging';
import { createMeteor, type Meteor } from './meteor/meteor';
import { Random, type RandomPackage } from './meteor/random';
import { rootPath } from './meteor/urls';
import type { HostVersion } from './meteor/versions';
import { createMongo, type MongoPackage, type ObserveDriverName } from './mongo/mongo';
import type { ClientProgram } from './program/program';
import { createProgramServer } from './program/serve-program';
import { createStreams, type Streams } from './streams/stream-server';
import { createWebApp } from './webapp/webapp';

/** Packages an app may do without. */
export type OptionalPackage = 'accounts-base' | 'ddp-rate-limiter' | 'email' | 'facts-base';

export interface HostOptions {
  readonly version: HostVersion;
  /**
   * Where changes of documents come from. By default what Meteor would use with
   * the `MONGO_URL` and `MONGO_OPLOG_URL` of `env`; see `mongoEnvironment`.
   */
  readonly driver?: ObserveDriverName | undefined;
  readonly settings?: Record<string, unknown> | undefined;
  /** The environment of the app, which is not that of the process. */
  readonly env?: Record<string, string | undefined> | undefined;
  readonly development?: boolean | undefined;
  readonly gitCommitHash?: string | undefined;
  /** Local packages by name and entry file, for `load`. */
  readonly packages?: Record<string, string> | undefined;
  readonly without?: readonly OptionalPackage[] | undefined;
  /** Where `Meteor._debug` writes; `console.error` when nothing is given. */
  readonly log?: Log | undefined;
  /** Milliseconds a database command takes in each direction. */
  readonly latencyMs?: number | undefined;
}

type WebAppPackage = ReturnType<typeof createWebApp>;

/**
 * One running app: what its code can reach of Meteor, and the way to start and
 * end it. Nothing is shared with other hosts in the process.
 */
export interface Host {
  readonly version: HostVersion;
  readonly Meteor: Meteor;
  readonly DDP: DDP;
  readonly DDPServer: DDPServer;
  readonly DDPCommon: DDPCommon;
  readonly DDPRateLimiter: DDPRateLimiter;
  readonly Mongo: MongoPackage['Mongo'];
  readonly MongoInternals: MongoPackage['MongoInternals'];
  readonly WebApp: WebAppPackage['WebApp'];
  readonly WebAppInternals: WebAppPackage['WebAppInternals'];
  /** Undefined in an app without `accounts-base`. */
  readonly Accounts: ReturnType<typeof createAccounts>['Accounts'] | undefined;
  /** There even where the app has no package `email` to find it in. */
  readonly Email: Email;
  readonly EJSON: Ejson;
  readonly Random: RandomPackage;
  readonly check: typeof check;
  readonly Match: typeof Match;
  readonly Package: PackageMap;
  readonly modules: Record<string, unknown>;
  /** Writes to the database as another process would. */
  readonly external: MongoPackage['external'];
  /** Puts a package like redis-oplog in place, as late as it is called. */
  readonly installRedisOplog: MongoPackage['installRedisOplog'];
  /** What can go wrong with the database in memory. */
  readonly faults: MongoPackage['faults'];
  /** Gives a client to browsers; a second one is a hot code push. */
  serveClient(program: ClientProgram): void;
  /** Runs the start-up callbacks, one after the other, and then listens. */
  listen(port?: number): Promise<{ url: string; port: number }>;
  close(): Promise<void>;
  /** Runs the app's server code. Its start-up callbacks wait for `listen`. */
  load(entry: string, options?: LoadOptions): ReturnType<typeof loadServerCode>;
}

interface Bootstrap {
  startupHooks: (() => unknown)[] | null;
}

/** Makes an app of the given release. It listens once `listen` is called. */
export function createHost(options: HostOptions): Host {
  const { version, env = {}, driver, settings, without = [] } = options;
  const bootstrap: Bootstrap = { startupHooks: [] };
  const Package: PackageMap = {};
  const EJSON = createEjson();

  const dynamics = createDynamics(version, (...args) => Meteor._debug(...args));
  // The package `check` takes the first slot of every app.
  new dynamics.EnvironmentVariable();
  const currentInvocation = () => (Package.ddp?.DDP as DDP | undefined)?._CurrentMethodInvocation;
  const runningTimers = new Set<NodeJS.Timeout>();
  const Meteor: Meteor = createMeteor({
    ...options,
    dynamics,
    bootstrap,
    currentInvocation,
    runningTimers,
  });

  const web = createWebApp({ version, Meteor, env });
  const streams = createStreams({
    version,
    httpServer: web.WebApp.httpServer,
    pathPrefix: rootPath(env.ROOT_URL),
  });
  const { createStreamServer } = streams;
  const ddp = createDdp({ version, env, Meteor, EJSON, Random, Package, createStreamServer });
  const { DDP, DDPServer, DDPCommon } = ddp;
  const limiter = createDDPRateLimiter(version, Meteor, Random);
  const shared = { version, Meteor, DDP, DDPServer, EJSON, Random, dynamics, env, Package };
  const { latencyMs } = options;
  const mongo = createMongo({ ...shared, driver, settings, latencyMs });
  Object.assign(Meteor, { Collection: mongo.Mongo.Collection });
  const { modules, publish } = packageExports({ ...ddp, limiter, mongo, web, Package, without });

  const accounts = without.includes('accounts-base')
    ? undefined
    : createAccounts({ ...shared, Mongo: mongo.Mongo, DDPRateLimiter: limiter, check });
  if (accounts) publish('accounts-base', { Accounts: accounts.Accounts });

  const Email = createEmail({ Meteor, env });
  publish('email', { Email });

  const host: Host = {
    ...{ version, Meteor, DDP, DDPServer, DDPCommon, DDPRateLimiter: limiter },
    ...{ Mongo: mongo.Mongo, MongoInternals: mongo.MongoInternals },
    ...{ WebApp: web.WebApp, WebAppInternals: web.WebAppInternals },
    ...{ Accounts: accounts?.Accounts, Email, EJSON, Random, check, Match, Package, modules },
    ...{ external: mongo.external, faults: mongo.faults },
    installRedisOplog: mongo.installRedisOplog,
    serveClient: createProgramServer({
      Meteor,
      staticFilesByArch: web.WebAppInternals.staticFilesByArch,
      setPage: web.setPage,
    }),

    async listen(port = 0) {
      await runStartupHooks(bootstrap);
      const bound = await web.start(port);
      return { url: `http://127.0.0.1:${bound}`, port: bound };
    },

    close: () => closeAll({ Meteor, dynamics, streams, web, mongo, runningTimers }),

    load: (entry, { packages, ...more } = {}) =>
      loadServerCode(host, entry, { ...more, packages: { ...options.packages, ...packages } }),
  };
  return host;
}

// Hooks may add hooks; whatever comes after the last of them runs at once.
async function runStartupHooks(bootstrap: Bootstrap): Promise<void> {
  const hooks = bootstrap.startupHooks ?? [];
  for (let hook = hooks.shift(); hook; hook = hooks.shift()) await hook();
  bootstrap.startupHooks = null;
}

interface Running {
  readonly Meteor: Meteor;
  readonly dynamics: Dynamics;
  readonly streams: Streams;
  readonly web: WebAppPackage;
  readonly mongo: MongoPackage;
  readonly runningTimers: Iterable<NodeJS.Timeout>;
}

async function closeAll(running: Running): Promise<void> {
  const { Meteor, dynamics, streams, web, mongo, runningTimers } = running;
  for (const session of [...Meteor.server.sessions.values()]) session.connectionHandle.close();
  streams.close();
  // What sessions put off when they end belongs to the life of the database.
  await new Promise((resolve) => setImmediate(resolve));
  for (const timer of runningTimers) clearTimeout(timer);
  await web.close();
  await mongo.close();
  // Each storage that is in use makes every promise of the process dearer.
  endStorage(dynamics);
}

/** An `AsyncLocalStorage` in use makes every promise of the process dearer, and what still runs would use it again. */
function endStorage(dynamics: Dynamics): void {
  const storage = dynamics._getAsl();
  storage.disable();
  Object.assign(storage, { run: (_store: unknown, fn: () => unknown) => fn() });
}
