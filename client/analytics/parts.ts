import type { Undo } from '../../common/undo';
import type { Browser } from './browser';
import type { Later } from './later';

export interface RunMode {
  readonly isDevelopment?: boolean;
  /** `meteor test`, and the same with `--full-app`. */
  readonly isTest?: boolean;
  readonly isAppTest?: boolean;
}

/** All that the client has of the world around it. */
export interface AnalyticsParts {
  readonly browser: Browser;
  readonly later: Later;
  /** `Meteor.settings.public.radiant.analytics`; false switches everything off. */
  readonly settings: unknown;
  /** Where the app's own collector is, up to `/v1/b`. */
  readonly base: string;
  readonly app?: object | undefined;
  /** What Meteor says of how it runs. */
  readonly meteor?: RunMode | undefined;
  /** Monotonic milliseconds, and epoch milliseconds. */
  now(): number;
  wallNow(): number;
  after(ms: number, run: () => void): Undo;
  warn(line: string): void;
  log(name: string, detail: unknown): void;
  /** Another way to the collector, tried when requests have no answer: resolves to a status, 0 for none. */
  fallback?(texts: readonly string[]): Promise<number>;
}
