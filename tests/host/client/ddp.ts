import type { DDPCommon } from '../ddp/ddp-common';
import type { makeErrorType } from '../meteor/errors';
import { createHook } from '../meteor/hook';
import type { Invocation } from './connection/needs';
import type { Connection, ConnectionOptions } from './connection/types';
import type { ClientDynamics } from './dynamics';

export type ClientDdp = ReturnType<typeof createClientDdp>;

interface Needs {
  readonly Meteor: Pick<ClientDynamics, 'EnvironmentVariable' | 'bindEnvironment'> & {
    readonly makeErrorType: typeof makeErrorType;
    _debug(...args: unknown[]): void;
  };
  readonly DDPCommon: DDPCommon;
  /** Opens a connection; there once the class of connections is. */
  connect(url: string, options?: Partial<ConnectionOptions>): Connection;
}

/** The export `DDP` of the package `ddp-client`. */
export function createClientDdp({ Meteor, DDPCommon, connect }: Needs) {
  const currentMethod = new Meteor.EnvironmentVariable<Invocation>();
  const Hook = createHook(Meteor as never);
  const reconnectHook = new Hook<(connection: Connection) => void>({ bindEnvironment: false });
  const connections: Connection[] = [];

  return {
    _CurrentMethodInvocation: currentMethod,
    _CurrentPublicationInvocation: new Meteor.EnvironmentVariable(),
    _CurrentInvocation: currentMethod,
    _CurrentCallAsyncInvocation: new Meteor.EnvironmentVariable(),
    ConnectionError: Meteor.makeErrorType('DDP.ConnectionError', function (message: string) {
      this.message = message;
    }),
    ForcedReconnectError: Meteor.makeErrorType('DDP.ForcedReconnectError', () => {}),
    randomStream: (name?: string) => DDPCommon.RandomStream.get(currentMethod.get() as never, name),
    connect(url: string, options?: Partial<ConnectionOptions>) {
      const connection = connect(url, options);
      connections.push(connection);
      return connection;
    },
    _reconnectHook: reconnectHook,
    onReconnect: (callback: (connection: Connection) => void) => reconnectHook.register(callback),
    _allSubscriptionsReady: () =>
      connections.every(({ _subscriptions }) =>
        Object.values(_subscriptions).every(({ ready }) => ready),
      ),
  };
}
