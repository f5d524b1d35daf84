import type { Undo } from '../undo';
import type { EventContext, JsonObject } from './event';

/**
 * What watches a part of the browser or of Meteor and turns it into events:
 * pages, sign-in, timings of calls ... A feature takes its part of Meteor and of
 * the browser as arguments of its own, so that it runs in plain mocha.
 */
export interface Feature {
  /** Names it in settings and in `Analytics.status()`. */
  readonly name: string;
  /**
   * Installs hooks and returns the way out. What it throws turns it off, with
   * the message as the reason in `status()`: a part of Meteor that is missing
   * is no error of the app's.
   */
  install(client: FeatureClient): Undo;
}

/** What a feature sees of the client. No call throws. */
export interface FeatureClient {
  /** Epoch milliseconds. */
  wallNow(): number;
  /** Monotonic milliseconds; only differences mean something. */
  now(): number;
  /** Calls `run`, guarded, so many milliseconds later. */
  after(ms: number, run: () => void): Undo;
  track(event: string, properties?: JsonObject, options?: FeatureOptions): void;
  page(name?: string, properties?: JsonObject, options?: FeatureOptions): void;
  identify(userId: string, traits?: JsonObject): void;
  /** Forgets the person: a new anonymous id, no user, no traits. */
  reset(): void;
  /** Sends what is queued. */
  flush(): void;
  user(): { readonly userId: string | undefined; readonly anonymousId: string };
  /** `granted`, `denied` or `pending`. */
  consent(): 'granted' | 'denied' | 'pending';
  /** Adds to the context of every event from now on; asked at each event. */
  addContext(provide: () => Partial<EventContext>): Undo;
  /** Calls `leave` while the page can still queue events, before it is hidden or gone. */
  onLeave(leave: () => void): Undo;
  /**
   * Runs code of the feature inside of a hook. What it throws never reaches the
   * app; after several failures the feature is uninstalled and `status()` says so.
   */
  guard<Result>(run: () => Result): Result | undefined;
}

export interface FeatureOptions {
  /** When it happened, in epoch milliseconds; now unless given. */
  readonly at?: number;
  readonly context?: Partial<EventContext>;
  /** Not a person's doing: it neither begins a visit nor prolongs one. */
  readonly passive?: boolean;
}
