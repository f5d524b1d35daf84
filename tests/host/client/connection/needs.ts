import type { DDPCommon } from '../../ddp/ddp-common';
import type { Ejson } from '../../meteor/ejson';
import type { MeteorErrorClass } from '../../meteor/errors';
import type { HostVersion } from '../../meteor/versions';
import type { ClientVariable } from '../dynamics';
import type { Reload } from '../reload';
import type { ClientStream } from '../stream';
import type { Tracker } from '../tracker';
import type { Connection } from './types';

/** A method that runs: of a stub, on clients. */
export interface Invocation {
  readonly isSimulation: boolean;
  readonly _isFromCallAsync?: boolean;
}

/** What connections take from the packages around them. */
export interface ConnectionNeeds {
  readonly version: HostVersion;
  readonly Meteor: {
    readonly Error: MeteorErrorClass;
    _debug(...args: unknown[]): void;
    bindEnvironment<A extends unknown[], R>(
      run: (...args: A) => R,
      what?: string,
    ): (...args: A) => R | undefined;
    _setImmediate(run: () => void): void;
    readonly connection?: Connection | undefined;
  };
  readonly timers: Pick<
    { setTimeout(run: () => void, ms?: number): ReturnType<typeof setTimeout> },
    'setTimeout'
  > & { clearTimeout(timer: ReturnType<typeof setTimeout> | null): void };
  readonly Tracker: Tracker;
  readonly EJSON: Ejson;
  readonly DDPCommon: DDPCommon;
  readonly DDP: {
    readonly _CurrentMethodInvocation: ClientVariable<Invocation>;
    readonly ConnectionError: new (message: string) => Error;
    readonly _reconnectHook: { each(call: (callback: (c: Connection) => void) => boolean): void };
  };
  readonly Reload: Reload | undefined;
  readonly warn: (message: string) => void;
  createStream(url: string, options: { retry: boolean; connectTimeoutMs?: number }): ClientStream;
}
