import { Meteor } from 'meteor/meteor';
import type { MeteorParts } from './analytics/app-context';

/** What the client finds of Meteor and of the page. Features take from it the part they touch, unchecked. */
export interface FoundMeteor extends MeteorParts {
  /** Packages of the app by name, as far as they have loaded. */
  readonly packages: Readonly<Record<string, unknown>>;
  /** `Meteor.settings.public.radiant.analytics`, and okgrow's `analyticsSettings`. */
  readonly settings: unknown;
  readonly okgrowSettings: unknown;
  /** Runs once Meteor's start-up, and with it the app's, is over. */
  startup(run: () => void): void;
}

export function findMeteor(): FoundMeteor {
  const { __meteor_runtime_config__: config = {}, Package: packages = {} } = globalThis as {
    __meteor_runtime_config__?: MeteorParts['config'];
    Package?: Record<string, unknown>;
  };
  const { public: settings = {} } = Meteor.settings || {};

  return {
    meteor: Meteor,
    config,
    packages,
    settings: settings.radiant?.analytics,
    okgrowSettings: settings.analyticsSettings,
    // An app's own callbacks come after ours, as its code loads later.
    startup: (run) => Meteor.startup(() => Meteor.defer(run)),
  };
}
