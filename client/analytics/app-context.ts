import type { EventContext } from '../../common/analytics/event';

/** What of Meteor tells the app's version, where its collector is, and how it runs. */
export interface MeteorParts {
  readonly meteor: {
    readonly isCordova?: boolean;
    /** False where the bundle for old browsers is served. */
    readonly isModern?: boolean;
    readonly gitCommitHash?: string;
    readonly isDevelopment?: boolean;
    /** `meteor test`, and the same with `--full-app`. */
    readonly isTest?: boolean;
    readonly isAppTest?: boolean;
    absoluteUrl?(path: string): string;
  };
  /** `__meteor_runtime_config__` */
  readonly config: {
    readonly ROOT_URL_PATH_PREFIX?: string;
    readonly meteorRelease?: string;
    readonly autoupdate?: {
      readonly versions?: Readonly<Record<string, { readonly versionNonRefreshable?: string }>>;
    };
  };
}

export function appContext({ meteor, config }: MeteorParts): EventContext['app'] {
  const old = meteor.isModern === false ? '.legacy' : '';
  const arch = meteor.isCordova ? 'web.cordova' : `web.browser${old}`;
  const { versions = {} } = config.autoupdate || {};
  const { versionNonRefreshable: version } = versions[arch] || {};
  return {
    version,
    build: meteor.gitCommitHash,
    release: config.meteorRelease,
    arch,
  } as EventContext['app'];
}

/** Where the app's own collector is, up to `/v1/b`. A Cordova page's own origin is the device. */
export function baseOf({ meteor, config }: MeteorParts): string {
  const { ROOT_URL_PATH_PREFIX = '' } = config;
  return meteor.isCordova && meteor.absoluteUrl
    ? meteor.absoluteUrl('_radiant')
    : `${ROOT_URL_PATH_PREFIX}/_radiant`;
}
