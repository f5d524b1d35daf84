import { Meteor } from 'meteor/meteor';

/** What the client finds of Meteor and of the page. Features take from it the part they touch, unchecked. */
export interface FoundMeteor {
  readonly meteor: object;
  /** Packages of the app by name, as far as they have loaded. */
  readonly packages: Readonly<Record<string, unknown>>;
  /** `Meteor.settings.public.radiant.analytics`, and okgrow's `analyticsSettings`. */
  readonly settings: unknown;
  readonly okgrowSettings: unknown;
  /** Where the app's own collector is: its paths begin with this. */
  readonly base: string;
  readonly app: object;
  /** Runs once Meteor's start-up, and with it the app's, is over. */
  startup(run: () => void): void;
}

interface RuntimeConfig {
  readonly ROOT_URL_PATH_PREFIX?: string;
  readonly meteorRelease?: string;
  readonly autoupdate?: {
    readonly versions?: Readonly<Record<string, { readonly versionNonRefreshable?: string }>>;
  };
}

export function findMeteor(): FoundMeteor {
  const world = globalThis as {
    __meteor_runtime_config__?: RuntimeConfig;
    Package?: Record<string, unknown>;
  };
  const config = world.__meteor_runtime_config__ || {};
  const { isCordova, isModern, gitCommitHash } = Meteor as {
    isCordova?: boolean;
    isModern?: boolean;
    gitCommitHash?: string;
  };
  const { public: settings = {} } = Meteor.settings || {};
  const { analytics } = settings.radiant || {};
  const arch = isCordova ? 'web.cordova' : `web.browser${isModern ? '' : '.legacy'}`;
  const { versions = {} } = config.autoupdate || {};
  const { versionNonRefreshable } = versions[arch] || {};

  return {
    meteor: Meteor,
    packages: world.Package || {},
    settings: analytics,
    okgrowSettings: settings.analyticsSettings,
    base: isCordova
      ? Meteor.absoluteUrl('_radiant')
      : `${config.ROOT_URL_PATH_PREFIX || ''}/_radiant`,
    app: {
      version: versionNonRefreshable,
      build: gitCommitHash,
      release: config.meteorRelease,
      arch,
    },
    // An app's own callbacks come after ours, as its code loads later.
    startup: (run) => Meteor.startup(() => Meteor.defer(run)),
  };
}
