import type { MongoConnection } from '../connection';
import type { MongoContext } from '../context';
import type { Document } from '../driver/driver';
import type { Bus } from './bus';
import type { Message } from './messages';
import type { RedisSubscriber } from './redis-subscriber';

/** Knows who listens on which channel, and brings them what comes. */
export interface SubscriptionManager {
  /** Marks what this instance sends. */
  readonly uid: string;
  attach(subscriber: RedisSubscriber): void;
  detach(subscriber: RedisSubscriber): void;
  process(channel: string, message: Message, fromBus?: boolean): Promise<void>;
}

export function createSubscriptionManager(
  context: MongoContext,
  bus: Bus,
  connection: () => MongoConnection,
): SubscriptionManager {
  const { EJSON, Meteor, Random } = context.options;
  const uid = Random.id();
  const queue = new context.AsynchronousQueue();
  const subscribers = new Map<string, Set<RedisSubscriber>>();
  const handlers = new Map<string, (text: string) => void>();

  function open(channel: string): Set<RedisSubscriber> {
    const listening = new Set<RedisSubscriber>();
    const handler = Meteor.bindEnvironment((text: string) => {
      queue.queueTask(() => process(channel, EJSON.parse(text) as Message, true));
    });
    subscribers.set(channel, listening);
    handlers.set(channel, handler);
    bus.subscribe(channel, handler);
    return listening;
  }

  function close(channel: string): void {
    const handler = handlers.get(channel);
    if (handler) bus.unsubscribe(channel, handler);
    handlers.delete(channel);
    subscribers.delete(channel);
  }

  async function documentOf(channel: string, { e, d, s }: Message): Promise<Document | undefined> {
    if (e === 'r' || s) return d;
    const [collectionName = channel] = channel.split('::');
    return (await connection().findOneAsync(collectionName, { _id: d._id })) as
      | Document
      | undefined;
  }

  async function process(channel: string, message: Message, fromBus = false): Promise<void> {
    const listening = subscribers.get(channel);
    if (!listening || (fromBus && message.u === uid)) return;
    const document = await documentOf(channel, message);
    if (!document) return;
    for (const subscriber of listening) await bring(subscriber, message, document);
  }

  async function bring(
    subscriber: RedisSubscriber,
    { e, f, s }: Message,
    document: Document,
  ): Promise<void> {
    try {
      if (s) await subscriber.processSynthetic(e, document, f);
      else await subscriber.process(e, document, f);
    } catch (error) {
      Meteor._debug('[RedisSubscriptionManager] Exception while processing event:', error);
    }
  }

  return {
    uid,
    process,
    attach(subscriber) {
      for (const channel of subscriber.channels)
        (subscribers.get(channel) ?? open(channel)).add(subscriber);
    },
    detach(subscriber) {
      for (const channel of subscriber.channels) {
        subscribers.get(channel)?.delete(subscriber);
        if (subscribers.get(channel)?.size === 0) close(channel);
      }
    },
  };
}
