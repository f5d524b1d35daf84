import type { MongoConnection } from '../connection';
import type { CursorDescription } from '../cursor';
import type { Matcher } from '../local/matcher';
import type { Sorter } from '../local/sorter';
import type { ObserveMultiplexer } from './observe-multiplexer';

export interface ObserveDriverOptions {
  readonly cursorDescription: CursorDescription;
  readonly mongoHandle: MongoConnection;
  readonly multiplexer: ObserveMultiplexer;
  readonly ordered: boolean;
  readonly matcher: Matcher | undefined;
  readonly sorter: Sorter | undefined;
  readonly _testOnlyPollCallback: (() => void) | undefined;
}

/** Where a multiplexer's changes come from. */
export interface ObserveDriver {
  /** Makes the initial query and goes on from there. Change stream drivers do so unasked. */
  _init?(): Promise<void>;
  stop(): unknown;
}

export type ObserveDriverClass = new (options: ObserveDriverOptions) => ObserveDriver;
