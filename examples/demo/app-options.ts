import type { HostVersion } from '../../tests/host/meteor/versions';
import type { ScenarioName } from './scenarios';

/** How the example app is run on the test host. */
export interface AppOptions {
  readonly version: HostVersion;
  readonly driver: 'polling' | 'oplog' | 'changeStreams';
  /** Which of `scenarios/` is run; the example app as it is by default. */
  readonly scenario?: ScenarioName | undefined;
  readonly port: number;
  readonly development: boolean;
  /** Whether it has a client, to be opened in a browser; not unless asked, as bundling takes time. */
  readonly client?: boolean | undefined;
  /** Where the dashboard was built; what the package comes with unless given. */
  readonly dashboard?: string | undefined;
  /** `Meteor.settings`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What the app's process tells the one that started it. */
export interface AppReady {
  readonly url: string;
}
