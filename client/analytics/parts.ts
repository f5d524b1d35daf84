import type { Undo } from '../../common/undo';
import type { MeteorParts } from './app-context';
import type { Browser } from './browser';
import type { Later } from './later';

/** All that the client has of the world around it. */
export interface AnalyticsParts extends MeteorParts {
  readonly browser: Browser;
  readonly later: Later;
  /** `Meteor.settings.public.radiant.analytics`; false switches everything off. */
  readonly settings: unknown;
  /** Monotonic milliseconds, and epoch milliseconds. */
  now(): number;
  wallNow(): number;
  after(ms: number, run: () => void): Undo;
  warn(line: string): void;
  log(name: string, detail: unknown): void;
  /** Another way to the collector, tried when requests have no answer: resolves to a status, 0 for none. */
  fallback?(texts: readonly string[]): Promise<number>;
}
