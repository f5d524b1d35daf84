import type { MongoConnection } from '../connection';
import type { MongoContext } from '../context';
import { createPollingObserveDriver } from '../observe/polling-observe-driver';
import { createBus } from './bus';
import type { Message } from './messages';
import { createMutator } from './mutator';
import { createObservableCollection } from './observable-collection';
import { createObserveChanges } from './observe-changes';
import { createOwnMultiplexer } from './observe-multiplexer';
import { createRedisOplogObserveDriver } from './redis-oplog-observe-driver';
import { createRedisSubscriber } from './redis-subscriber';
import { createSubscriptionManager } from './subscription-manager';

/** What another instance of the app can do. */
export interface RedisOplog {
  /** Sends a message on a channel: the name of a collection, or `name::id`. */
  publish(channel: string, message: Message): void;
}

/**
 * Puts a package like redis-oplog 3 in place, over a bus in this process: it
 * replaces `_observeChanges` of connections and the writes of collections, and
 * has a multiplexer and drivers of its own. As with that package, observers
 * learn only of writes that go through a collection's functions.
 */
export function installRedisOplog(
  context: MongoContext,
  connection: () => MongoConnection,
): RedisOplog {
  const { EJSON, dynamics } = context.options;
  const bus = createBus();
  const manager = createSubscriptionManager(context, bus, connection);
  const optimistic = new dynamics.EnvironmentVariable<boolean>();
  const publish = (channel: string, message: Message) =>
    bus.publish(channel, EJSON.stringify(message));

  const RedisOplogObserveDriver = createRedisOplogObserveDriver(
    context,
    createObservableCollection(context),
    createRedisSubscriber(manager),
  );
  const observeChanges = createObserveChanges(context, {
    ...createOwnMultiplexer(context, optimistic),
    PollingObserveDriver: createPollingObserveDriver(context),
    RedisOplogObserveDriver,
  });
  const mutator = createMutator(context, {
    here: (channel, message) => optimistic.withValue(true, () => manager.process(channel, message)),
    everywhere: (channel, message, isToldHere) =>
      publish(channel, { ...message, u: isToldHere ? manager.uid : null }),
  });

  context.Connection.prototype._observeChanges = observeChanges;
  Object.assign(context.Collection.prototype, mutator);
  return { publish };
}
