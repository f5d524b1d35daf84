import type { MongoConnection } from '../connection';
import type { MongoContext } from '../context';
import type { CursorDescription } from '../cursor';
import type { Observation } from '../observe/choose-driver';
import { compiledMatcher, compiledSorter } from '../observe/compiled';
import type {
  ObserveDriver,
  ObserveDriverClass,
  ObserveDriverOptions,
} from '../observe/observe-driver';
import type { ObserveHandle, ObserveHandleClass } from '../observe/observe-handle';
import type { ObserveMultiplexerClass } from '../observe/observe-multiplexer';
import type {
  RedisOplogObserveDriver,
  RedisOplogObserveDriverClass,
} from './redis-oplog-observe-driver';

interface Classes {
  readonly ObserveMultiplexer: ObserveMultiplexerClass;
  readonly ObserveHandle: ObserveHandleClass;
  readonly PollingObserveDriver: ObserveDriverClass;
  readonly RedisOplogObserveDriver: RedisOplogObserveDriverClass;
}

/**
 * What takes the place of `_observeChanges`. It takes three arguments, clones
 * whatever it tells, and enters the multiplexer at once, so that equal queries
 * which start together share it.
 */
export function createObserveChanges(context: MongoContext, classes: Classes) {
  const { EJSON } = context.options;

  function chosen({ description, ordered, callbacks }: Observation) {
    const matcher = compiledMatcher(description.selector);
    const { sort } = description.options;
    const sorter = sort ? compiledSorter(sort) : undefined;
    const byRedis =
      !ordered &&
      !callbacks._testOnlyPollCallback &&
      matcher !== undefined &&
      classes.RedisOplogObserveDriver.cursorSupported(description, matcher) &&
      (!sort || sorter !== undefined);
    return { byRedis, matcher, sorter };
  }

  async function start(
    options: Omit<ObserveDriverOptions, 'matcher' | 'sorter'>,
    observation: Observation,
    started: (driver: Stoppable) => void,
  ): Promise<void> {
    const { byRedis, matcher, sorter } = chosen(observation);
    const all = { ...options, matcher, sorter };
    const driver: RedisOplogObserveDriver | ObserveDriver = byRedis
      ? new classes.RedisOplogObserveDriver(all)
      : new classes.PollingObserveDriver(all);
    started(driver);
    context.liveDrivers.add(driver);
    if ('init' in driver) await driver.init();
    else await driver._init?.();
    options.multiplexer._observeDriver = driver;
  }

  return async function observeChanges(
    this: MongoConnection,
    description: CursorDescription,
    ordered: boolean,
    callbacks: Observation['callbacks'],
  ): Promise<ObserveHandle> {
    if (description.options.tailable) {
      return this._observeChangesTailable(description, ordered, callbacks) as never;
    }
    const key = EJSON.stringify({ ordered, ...description });
    const shared = this._observeMultiplexers[key];
    let driver: Stoppable | undefined;
    const multiplexer =
      shared ??
      new classes.ObserveMultiplexer({
        ordered,
        onStop: () => {
          delete this._observeMultiplexers[key];
          if (driver) context.liveDrivers.delete(driver);
          driver?.stop();
        },
      });
    this._observeMultiplexers[key] = multiplexer;
    const handle = new classes.ObserveHandle(multiplexer, callbacks);
    if (!shared) {
      const options = { cursorDescription: description, mongoHandle: this, multiplexer, ordered };
      const { _testOnlyPollCallback } = callbacks;
      const observation = { description, ordered, callbacks };
      await start({ ...options, _testOnlyPollCallback }, observation, (started) => {
        driver = started;
      });
    }
    await multiplexer.addHandleAndSendInitialAdds(handle);
    return handle;
  };
}

interface Stoppable {
  stop(): unknown;
}
