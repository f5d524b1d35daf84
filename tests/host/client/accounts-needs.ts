import type { Connection } from './connection/types';
import type { ClientEnvironment, ClientStorage } from './environment';
import type { ClientMongo } from './mongo';
import type { ReactiveVarClass } from './reactive-var';
import type { ClientTimers } from './timers';
import type { Tracker } from './tracker';

/** What accounts take from the packages around them. */
export interface AccountsNeeds {
  readonly Meteor: {
    readonly _localStorage: ClientStorage;
    readonly settings: { readonly public: Record<string, unknown> };
    _debug(...args: unknown[]): void;
    setTimeout(run: () => void, delayMs: number): unknown;
  };
  readonly Mongo: ClientMongo['Mongo'];
  readonly DDP: { onReconnect(callback: (connection: Connection) => void): { stop(): void } };
  readonly Tracker: Tracker;
  readonly ReactiveVar: ReactiveVarClass;
  readonly connection: Connection;
  readonly environment: ClientEnvironment;
  readonly timers: ClientTimers;
}
