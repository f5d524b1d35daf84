import { atLeast } from '../../meteor/versions';
import type { Reload } from '../reload';
import { basics } from './basics';
import { documentProcessors } from './document-processors';
import { type MessageProcessors, messageProcessors } from './message-processors';
import { methodCalls } from './method-calls';
import type { ConnectionNeeds } from './needs';
import { outstandingMethods } from './outstanding';
import { queueStubs } from './queue-stubs';
import { stateOf, withDefaults } from './state';
import { type StreamHandlers, streamHandlers } from './stream-handlers';
import { stubs } from './stubs';
import { subscriptions } from './subscriptions';
import type { Connection, ConnectionOptions } from './types';
import { writes } from './writes';

export type ConnectionClass = new (url: string, options?: Partial<ConnectionOptions>) => Connection;

/** Which handlers each connection has as properties of its own, from 3.1.1 on. */
const ownHandlers = {
  _messageProcessors: [
    '_livedata_connected',
    '_livedata_data',
    '_livedata_nosub',
    '_livedata_result',
    '_livedata_error',
  ],
  _documentProcessors: [
    '_process_added',
    '_process_changed',
    '_process_removed',
    '_process_ready',
    '_process_updated',
    '_pushUpdate',
    '_getServerDoc',
  ],
} as const;

/**
 * The class of connections of one client. Through Meteor 3.1.0 the handlers of
 * messages are methods of the prototype; from 3.1.1 they are in modules of
 * their own, which each connection refers to by its own properties.
 */
export function createConnectionClass(needs: ConnectionNeeds): ConnectionClass {
  const { version, Reload } = needs;
  const separate = atLeast(version, '3.1.1');
  const handlers = {
    _streamHandlers: streamHandlers(needs),
    _messageProcessors: messageProcessors(needs),
    _documentProcessors: documentProcessors,
  };

  class LiveConnection {
    constructor(url: string, given: Partial<ConnectionOptions> = {}) {
      const options = withDefaults(given, needs);
      const connection = Object.assign(this, stateOf(options, needs, url)) as unknown as Connection;
      if (Reload && !options.reloadWithOutstanding) blockReload(connection, Reload);
      const stream = separate ? own(connection, handlers) : (this as unknown as StreamHandlers);
      connection._stream.on('message', (raw) => stream.onMessage(raw));
      connection._stream.on('reset', () => stream.onReset());
      connection._stream.on('disconnect', () => {
        connection._heartbeat?.stop();
        connection._heartbeat = null;
      });
    }
  }

  const prototype = LiveConnection.prototype as unknown as Connection;
  define(prototype, { ...methodCalls(needs), ...stubs(needs), ...outstandingMethods(needs) });
  define(prototype, { ...subscriptions(needs), ...writes, ...basics(needs) });
  const { _streamHandlers, _messageProcessors } = handlers;
  if (!separate) {
    define(prototype, { ..._streamHandlers, ..._messageProcessors, ...documentProcessors });
    Object.defineProperty(prototype, '_connection', { get: itself });
  } else if (!atLeast(version, '3.4.1')) {
    const { _processOneDataMessage: one } = _messageProcessors;
    define(prototype, {
      _processOneDataMessage(this: Connection, ...args: Parameters<typeof one>) {
        return one.apply(messageProcessorsOf(this), args);
      },
    });
  }
  queueStubs(prototype, needs);
  return LiveConnection as unknown as ConnectionClass;
}

type ConnectionHandlers = Record<
  '_streamHandlers' | '_messageProcessors' | '_documentProcessors',
  object
>;

/** Gives a connection its handlers; what calls them looks them up on the connection. */
function own(connection: Connection, handlers: ConnectionHandlers): StreamHandlers {
  const made = Object.fromEntries(
    Object.entries(handlers).map(([name, methods]) => {
      const processor = { _connection: connection };
      define(processor, methods);
      return [name, processor];
    }),
  ) as unknown as Record<keyof ConnectionHandlers, Record<string, (...args: unknown[]) => unknown>>;
  const properties: Record<string, unknown> = { ...made };
  for (const [processor, names] of Object.entries(ownHandlers)) {
    const target = made[processor as keyof typeof ownHandlers];
    for (const name of names) properties[name] = (...args: unknown[]) => target[name]?.(...args);
  }
  Object.assign(connection, properties);
  return made._streamHandlers as unknown as StreamHandlers;
}

function messageProcessorsOf(connection: Connection): MessageProcessors {
  return (connection as unknown as { _messageProcessors: MessageProcessors })._messageProcessors;
}

/** An app does not reload while a call is on its way. */
function blockReload(connection: Connection, { _onMigrate }: Reload): void {
  _onMigrate((retry) => {
    if (connection._readyToMigrate()) return [true];
    connection._retryMigrate = retry;
    return [false];
  });
}

function itself(this: unknown): unknown {
  return this;
}

/** As the methods of a class are: there, and not enumerable. */
function define(prototype: object, methods: object): void {
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}
