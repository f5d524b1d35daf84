import type { EnvironmentVariable } from '../meteor/dynamics';
import type { Hook, HookCallback, HookHandle } from '../meteor/hook';
import type { RandomGenerator } from '../meteor/random';
import type { Internals } from './internals';
import type { MethodInvocation, Subscription } from './types';

interface CallAsyncInvocation {
  readonly name: string;
  readonly hasCallAsyncParent: boolean;
}

/** The export `DDP` of the package `ddp`, as far as servers use it. */
export interface DDP {
  _CurrentMethodInvocation: EnvironmentVariable<MethodInvocation>;
  _CurrentPublicationInvocation: EnvironmentVariable<Subscription>;
  _CurrentInvocation: EnvironmentVariable<MethodInvocation>;
  _CurrentCallAsyncInvocation: EnvironmentVariable<CallAsyncInvocation>;
  ConnectionError: new (message: string) => Error;
  ForcedReconnectError: new () => Error;
  /** The named random sequence of the running method, seeded by its caller. */
  randomStream(name?: string): RandomGenerator;
  connect(url: string, options?: object): never;
  _reconnectHook: Hook;
  onReconnect(callback: HookCallback): HookHandle;
  _allSubscriptionsReady(): boolean;
}

/** `DDP` of one host. It has no client: `connect` throws. */
export function createDDP({
  Meteor,
  Hook,
  DDPCommon,
}: Pick<Internals, 'Meteor' | 'Hook' | 'DDPCommon'>): DDP {
  const currentMethod = new Meteor.EnvironmentVariable<MethodInvocation>();
  const reconnectHook = new Hook({ bindEnvironment: false });

  return {
    _CurrentMethodInvocation: currentMethod,
    _CurrentPublicationInvocation: new Meteor.EnvironmentVariable<Subscription>(),
    _CurrentInvocation: currentMethod,
    _CurrentCallAsyncInvocation: new Meteor.EnvironmentVariable<CallAsyncInvocation>(),
    ConnectionError: Meteor.makeErrorType('DDP.ConnectionError', function (message: string) {
      this.message = message;
    }),
    ForcedReconnectError: Meteor.makeErrorType('DDP.ForcedReconnectError', () => {}),
    randomStream(name) {
      return DDPCommon.RandomStream.get(currentMethod.get(), name);
    },
    connect(url, _options) {
      throw new Error(`The host has no DDP client: cannot connect to ${url}`);
    },
    _reconnectHook: reconnectHook,
    onReconnect: (callback) => reconnectHook.register(callback),
    _allSubscriptionsReady: () => true,
  };
}
