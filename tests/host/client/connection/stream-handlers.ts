import type { Frame } from '../../ddp/types';
import { atLeast } from '../../meteor/versions';
import type { ConnectionNeeds } from './needs';
import type { Connection } from './types';

/** What the stream calls. `this` is a connection up to 3.1.0, and from then on an object of its own. */
export interface StreamHandlers {
  readonly _connection: Connection;
  onMessage(raw: string): Promise<void>;
  onReset(): void;
}

const NOT_COUNTED: readonly unknown[] = ['ping', 'pong'];

export function streamHandlers(
  needs: ConnectionNeeds,
): Omit<StreamHandlers, '_connection'> & ThisType<StreamHandlers> {
  const { version, Meteor, DDPCommon } = needs;
  const resumes = atLeast(version, '3.5');

  type Route = (connection: Connection, msg: Frame) => unknown;
  const data: Route = (connection, msg) => connection._livedata_data(msg);
  const routes: Readonly<Record<string, Route>> = {
    ...{ added: data, changed: data, removed: data, ready: data, updated: data },
    nosub: (connection, msg) => connection._livedata_nosub(msg),
    result: (connection, msg) => connection._livedata_result(msg),
    error: (connection, msg) => connection._livedata_error(msg),
    failed: (connection, msg) => negotiateAgain(connection, String(msg.version)),
    pong: () => {},
    ping(connection, msg) {
      if (connection.options.respondToPings) connection._send({ msg: 'pong', id: msg.id });
    },
    async connected(connection, msg) {
      connection._version = connection._versionSuggestion;
      await connection._livedata_connected(msg);
      connection.options.onConnected();
    },
  };

  function connectMessage(connection: Connection): Frame {
    const proposed = connection._versionSuggestion ?? connection._supportedDDPVersions[0] ?? '1';
    connection._versionSuggestion = proposed;
    const session = connection._lastSessionId;
    return {
      msg: 'connect',
      ...(session && { session }),
      ...(session && resumes && { receivedCount: connection._receivedCount }),
      version: proposed,
      support: connection._supportedDDPVersions,
    };
  }

  function failWhatIsNotRepeated(connection: Connection): void {
    const blocks = connection._outstandingMethodBlocks;
    const [first] = blocks;
    if (first) {
      const lost = first.methods.filter(({ sentMessage, noRetry }) => sentMessage && noRetry);
      for (const invoker of lost) {
        invoker.receiveResult(
          new Meteor.Error(
            'invocation-failed',
            'Method invocation might have failed due to dropped connection. Failing because `noRetry` option was passed to Meteor.apply.',
          ),
        );
      }
      first.methods = first.methods.filter((invoker) => !lost.includes(invoker));
      if (first.methods.length === 0) blocks.shift();
    }
    for (const invoker of Object.values(connection._methodInvokers)) invoker.sentMessage = false;
  }

  return {
    async onMessage(raw) {
      const connection = this._connection;
      const msg = DDPCommon.parseDDP(raw);
      connection._heartbeat?.messageReceived();
      if (!msg?.msg) {
        // Servers from before this protocol greet with their id.
        if (!msg || !('server_id' in msg))
          Meteor._debug('discarding invalid livedata message', msg);
        return;
      }
      if (resumes) count(connection, msg);
      const route = routes[String(msg.msg)];
      if (route) await route(connection, msg);
      else Meteor._debug('discarding unknown livedata message type', msg);
    },

    /** Sends all there is before it is known whether the server has the session still. */
    onReset() {
      const connection = this._connection;
      connection._send(connectMessage(connection));
      failWhatIsNotRepeated(connection);
      connection._callOnReconnectAndSendAppropriateOutstandingMethods();
      for (const { id, name, params } of Object.values(connection._subscriptions)) {
        connection._sendQueued({ msg: 'sub', id, name, params });
      }
    },
  };
}

/** The server compares with what it has sent, when the session is to be resumed. */
function count(connection: Connection, { msg }: Frame): void {
  if (NOT_COUNTED.includes(msg)) return;
  connection._receivedCount = (connection._receivedCount ?? 0) + 1;
}

function negotiateAgain(connection: Connection, version: string): void {
  if (connection._supportedDDPVersions.includes(version)) {
    connection._versionSuggestion = version;
    connection._stream.reconnect({ _force: true });
    return;
  }
  const description = `DDP version negotiation failed; server requested version ${version}`;
  connection._stream.disconnect({ _permanent: true, _error: description });
  connection.options.onDDPVersionNegotiationFailure(description);
}
