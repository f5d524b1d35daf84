import type { HostVersion } from '../../tests/host/meteor/versions';

/** How the example app is run on the test host. */
export interface AppOptions {
  readonly version: HostVersion;
  readonly driver: 'polling' | 'oplog';
  readonly port: number;
  readonly development: boolean;
  /** `Meteor.settings`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What the app's process tells the one that started it. */
export interface AppReady {
  readonly url: string;
}
