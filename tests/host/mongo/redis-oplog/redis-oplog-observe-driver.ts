import type { MongoContext } from '../context';
import type { CursorDescription } from '../cursor';
import { countMongoFact } from '../facts';
import type { Matcher } from '../local/matcher';
import type { ObserveDriver, ObserveDriverOptions } from '../observe/observe-driver';
import type { ObservableCollection, ObservableCollectionClass } from './observable-collection';
import { type RedisSubscriber, type RedisSubscriberClass, strategyOf } from './redis-subscriber';

/** Observes a query by what the writers say themselves. It has `init`, not `_init`. */
export interface RedisOplogObserveDriver extends Omit<ObserveDriver, '_init'> {
  observableCollection: ObservableCollection | null;
  redisSubscriber: RedisSubscriber | null;
  init(): Promise<void>;
}

export interface RedisOplogObserveDriverClass {
  new (options: ObserveDriverOptions): RedisOplogObserveDriver;
  cursorSupported(description: CursorDescription, matcher: Matcher): boolean;
}

/**
 * The driver's class. As in the package it is made after, stopping one counts a
 * driver down that starting it has not counted up.
 */
export function createRedisOplogObserveDriver(
  context: MongoContext,
  Observable: ObservableCollectionClass,
  Subscriber: RedisSubscriberClass,
): RedisOplogObserveDriverClass {
  let nextId = 0;

  return class RedisOplogObserveDriver {
    _id = nextId++;
    options: ObserveDriverOptions;
    _cursorDescription: CursorDescription;
    _mongoHandle: ObserveDriverOptions['mongoHandle'];
    _multiplexer: ObserveDriverOptions['multiplexer'];
    observableCollection: ObservableCollection | null;
    redisSubscriber: RedisSubscriber | null = null;

    constructor(options: ObserveDriverOptions) {
      this.options = options;
      this._cursorDescription = options.cursorDescription;
      this._mongoHandle = options.mongoHandle;
      this._multiplexer = options.multiplexer;
      this.observableCollection = new Observable(options);
    }

    async init() {
      const { selector, options } = this._cursorDescription;
      const collection = this.observableCollection;
      if (!collection) return;
      await collection.init();
      // It may have been stopped meanwhile.
      if (!this.observableCollection) return;
      this.redisSubscriber = new Subscriber(collection, strategyOf(selector, options));
    }

    stop() {
      this.redisSubscriber?.stop();
      this.observableCollection = null;
      this.redisSubscriber = null;
      countMongoFact(context, 'observe-drivers-oplog', -1);
    }

    static cursorSupported({ options }: CursorDescription, matcher: Matcher): boolean {
      if (options.disableOplog || options._disableOplog) return false;
      return !matcher.hasWhere() && !matcher.hasGeoQuery();
    }
  };
}
