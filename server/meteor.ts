import { Meteor } from 'meteor/meteor';
import type { MeteorInternals } from './install-instruments';

/** What Meteor's bundler gives every package: the packages the app uses. */
declare const Package: Record<string, Record<string, unknown> | undefined>;

/** What Meteor's clients are told; `ROOT_URL_PATH_PREFIX` has no slash at its end. */
declare const __meteor_runtime_config__: { readonly ROOT_URL_PATH_PREFIX?: string } | undefined;

/**
 * What Meteor's bundler gives every package: the files that its package.js
 * lists with `addAssets` for the server, by the path it lists them with. It is
 * a parameter of the code of the package, not a global.
 */
declare const Assets: MeteorAssets | undefined;

export interface MeteorAssets {
  /** @throws {Error} for a file that is not listed */
  absoluteFilePath(path: string): string;
}

/** The part of Meteor that the agent uses besides what it hooks. */
export interface MeteorApp {
  readonly internals: MeteorInternals;
  /** `Meteor.settings.radiant`, unchecked. */
  readonly settings: unknown;
  /** `Meteor.settings.public`, unchecked. */
  readonly publicSettings?: unknown;
  /** Names of all that `Meteor.settings` has. */
  readonly settingNames?: readonly string[];
  /** `DDP` of the package ddp-client, unchecked: it knows what method or publication runs. */
  readonly ddp?: unknown;
  readonly isDevelopment: boolean;
  readonly release: string;
  readonly gitCommitHash: string | undefined;
  /** `WebApp.handlers`; absent in apps without webapp. */
  readonly handlers: HttpHandlers | undefined;
  /** The files of the package; absent where it is not built by Meteor. */
  readonly assets?: MeteorAssets | undefined;
}

export interface HttpHandlers {
  use(path: string, handler: unknown): void;
}

/** The one place that reads Meteor's globals. Shapes are checked where they are used. */
export function findMeteor(): MeteorApp {
  const meteor = Meteor as typeof Meteor & {
    readonly server?: unknown;
    readonly gitCommitHash?: string;
  };
  const webApp = packageExport('webapp', 'WebApp') as { handlers?: HttpHandlers } | undefined;
  return {
    internals: {
      server: meteor.server,
      ddpCommon: packageExport('ddp-common', 'DDPCommon'),
      mongoInternals: packageExport('mongo', 'MongoInternals'),
      mongo: packageExport('mongo', 'Mongo'),
      localCollection: packageExport('minimongo', 'LocalCollection'),
      facts: packageExport('facts-base', 'Facts'),
      webApp,
      meteor,
      log: packageExport('logging', 'Log'),
      process,
      console,
      rootPath:
        typeof __meteor_runtime_config__ === 'undefined'
          ? undefined
          : __meteor_runtime_config__.ROOT_URL_PATH_PREFIX,
      packages: { exportOf: packageExport, onStartup: (fn) => Meteor.startup(fn) },
    },
    settings: (Meteor.settings as { radiant?: unknown } | undefined)?.radiant,
    publicSettings: (Meteor.settings as { public?: unknown } | undefined)?.public,
    settingNames: Object.keys((Meteor.settings as object | undefined) ?? {}),
    ddp: packageExport('ddp-client', 'DDP'),
    isDevelopment: Meteor.isDevelopment,
    release: Meteor.release,
    gitCommitHash: meteor.gitCommitHash,
    handlers: webApp?.handlers,
    assets: typeof Assets === 'undefined' ? undefined : Assets,
  };
}

function packageExport(name: string, key: string): unknown {
  return Package[name]?.[key];
}
