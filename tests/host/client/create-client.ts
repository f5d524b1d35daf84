import { createDDPCommon } from '../ddp/ddp-common';
import { createEjson } from '../meteor/ejson';
import { createHook } from '../meteor/hook';
import { Random } from '../meteor/random';
import type { HostVersion } from '../meteor/versions';
import { createClientAccounts } from './accounts';
import { createAccountsPassword } from './accounts-password';
import { createAutoupdate } from './autoupdate';
import { createConnectionClass } from './connection/connection';
import type { ConnectionNeeds } from './connection/needs';
import type { Connection } from './connection/types';
import { createClientDdp } from './ddp';
import { createClientDynamics } from './dynamics';
import type { ClientEnvironment } from './environment';
import { createClientMeteor } from './meteor';
import { createClientMongo } from './mongo';
import { createReactiveVar } from './reactive-var';
import { createReload } from './reload';
import { ClientStream } from './stream';
import { createClientTimers } from './timers';
import { createTracker } from './tracker';
import { endpointUrls } from './urls';

/** Packages an app may do without. */
export type OptionalClientPackage = 'accounts-base' | 'autoupdate' | 'reload';

export interface ClientOptions {
  readonly version: HostVersion;
  readonly environment: ClientEnvironment;
  readonly without?: readonly OptionalClientPackage[];
}

export type Client = ReturnType<typeof createClient>;

const ARCH = 'web.browser';

/**
 * One client of an app: what its code can reach of Meteor in a browser. It
 * connects at once, as `ddp-client` does when it is loaded.
 */
export function createClient({ version, environment, without = [] }: ClientOptions) {
  const { config, console } = environment;
  const debug = (...args: unknown[]) => console.log(...args);
  const dynamics = createClientDynamics(debug);
  const timers = createClientTimers(dynamics);
  const Meteor = createClientMeteor({ version, environment, dynamics, timers, debug });
  const EJSON = createEjson();
  const Tracker = createTracker({ soon: timers._setImmediate, debug });
  const ReactiveVar = createReactiveVar(Tracker);
  const Reload = without.includes('reload') ? undefined : createReload({ environment, debug });
  const DDPCommon = createDDPCommon({ Meteor: Meteor as never, EJSON, Random });
  const DDP = createClientDdp({
    ...{ Meteor, DDPCommon },
    connect: (url, options) => new ConnectionClass(url, options),
  });
  const added: Record<string, unknown> & { connection?: Connection } = {};
  const needs: ConnectionNeeds = {
    ...{ version, timers, Tracker, EJSON, DDPCommon, DDP, Reload },
    Meteor: Object.assign(Meteor, added),
    warn: (message) => console.warn(message),
    createStream: (url, options) =>
      new ClientStream(
        url,
        {
          ...{ environment, timers, Tracker },
          ConnectionError: DDP.ConnectionError,
          urls: endpointUrls(Meteor),
        },
        options,
      ),
  };
  const ConnectionClass = createConnectionClass(needs);
  const connection = DDP.connect(config.DDP_DEFAULT_CONNECTION_URL ?? '/');
  Object.assign(Meteor, { connection, ...boundTo(connection) });

  const { Mongo, MongoID } = createClientMongo({ EJSON, Tracker, connection });
  const Package: Record<string, Record<string, unknown>> = {
    meteor: { Meteor, global: globalThis, meteorEnv: config.meteorEnv },
    'callback-hook': { Hook: createHook(Meteor as never) },
    ddp: { DDP },
    'ddp-client': { DDP },
    'ddp-common': { DDPCommon },
    ejson: { EJSON },
    mongo: { Mongo },
    'mongo-id': { MongoID },
    random: { Random },
    'reactive-var': { ReactiveVar },
    tracker: { Tracker, Deps: Tracker },
  };
  if (Reload) Package.reload = { Reload };

  const accountsNeeds = {
    Meteor,
    Mongo,
    DDP,
    Tracker,
    ReactiveVar,
    connection,
    environment,
    timers,
  };
  const accounts = without.includes('accounts-base')
    ? undefined
    : createClientAccounts(accountsNeeds).Accounts;
  if (accounts) {
    const password = createAccountsPassword(accounts, Meteor.Error);
    Object.assign(accounts, password.accounts);
    Object.assign(Meteor, functionsOf(accounts), password.meteor);
    Package['accounts-base'] = { Accounts: accounts };
    Package['accounts-password'] = {};
  }
  if (!without.includes('autoupdate')) {
    const own = config.autoupdate?.versions[ARCH];
    Package.autoupdate = createAutoupdate({ connection, Tracker, Reload, own, arch: ARCH, debug });
  }

  return {
    ...{ version, DDP, DDPCommon, EJSON, Mongo, Package, Random, ReactiveVar, Reload, Tracker },
    Meteor: Meteor as typeof Meteor & ClientFunctions,
    Accounts: accounts,
    /** Ends the connection and every timer, as when the page is gone. */
    close(): void {
      connection._stream.disconnect({ _permanent: true });
      timers.clearAll();
    },
  };
}

const functionNames = [
  'subscribe',
  'methods',
  'isAsyncCall',
  'call',
  'callAsync',
  'apply',
  'applyAsync',
  'status',
  'reconnect',
  'disconnect',
] as const;

/** What the packages add to `Meteor`; of accounts only where the app has them. */
export type ClientFunctions = Pick<Connection, (typeof functionNames)[number]> & {
  readonly connection: Connection;
  userId(): string | null;
  user(): unknown;
  logout(callback?: (error?: unknown) => void): void;
  loginWithPassword(
    user: string | object,
    password: string,
    callback?: (error?: unknown) => void,
  ): void;
};

/** What accounts add to `Meteor`: each looks its function up when it is called. */
function functionsOf(accounts: ReturnType<typeof createClientAccounts>['Accounts']) {
  return {
    users: accounts.users,
    userId: () => accounts.userId(),
    user: () => accounts.user(),
    userAsync: () => accounts.userAsync(),
    loggingIn: () => accounts.loggingIn(),
    loggingOut: () => accounts.loggingOut(),
    logout: (callback?: (error?: unknown) => void) => accounts.logout(callback),
    loginWithToken: (token: string, callback?: (error?: unknown) => void) =>
      accounts.loginWithToken(token, callback),
  };
}

/** `Meteor.call` and the like are functions of their own, bound to the connection as it was. */
function boundTo(connection: Connection): Record<string, unknown> {
  return Object.fromEntries(
    functionNames.map((name) => [name, (connection[name] as () => unknown).bind(connection)]),
  );
}
