import type { Write, WriteFence } from '../../ddp/server-types';
import type { MongoContext } from '../context';
import type { CursorDescription } from '../cursor';
import type { Document } from '../driver/driver';
import { createProjection } from '../driver/projection';
import { isPlain } from '../driver/values';
import { countMongoFact } from '../facts';
import { IdMap } from '../local/id-map';
import { createMatcher, type Matcher } from '../local/matcher';
import { forEachTrigger, listenAll } from '../triggers';
import type { ObserveDriver, ObserveDriverOptions } from './observe-driver';
import { entryMethods } from './oplog-entries';
import type { OplogEntry } from './oplog-entry';
import type { StopHandle } from './oplog-handle';
import { publishedMethods } from './oplog-published';
import { queryMethods } from './oplog-query';
import { type OplogDriver, untilQuerying } from './oplog-state';
import { SortedIdMap } from './sorted-id-map';

export interface OplogObserveDriverClass {
  new (options: ObserveDriverOptions): OplogDriver;
  /** Whether a query's options and selector can be followed in the oplog. */
  cursorSupported(description: CursorDescription, matcher: Matcher): boolean;
}

type FencedDrivers = WriteFence & { _oplogObserveDrivers?: Record<number, OplogDriver> };

/** Follows the oplog: tries each entry of the collection on the query. */
export function createOplogObserveDriver(context: MongoContext): OplogObserveDriverClass {
  const { DDPServer } = context.options;
  let nextId = 0;

  function OplogObserveDriver(this: OplogDriver, options: ObserveDriverOptions): void {
    if (options.ordered) throw Error('OplogObserveDriver only supports unordered observeChanges');
    Object.assign(this, {
      _usesOplog: true,
      _id: nextId++,
      _cursorDescription: options.cursorDescription,
      _mongoHandle: options.mongoHandle,
      _multiplexer: options.multiplexer,
      ...limitState(options),
      _safeAppendToBuffer: false,
      _stopped: false,
      _stopHandles: [],
      _addStopHandles: (handle: StopHandle) => {
        this._stopHandles.push(handle);
      },
    });
    countMongoFact(context, 'observe-drivers-oplog', 1);
    this._registerPhaseChange('QUERYING');
    Object.assign(this, {
      ...projectionState(options),
      _needToFetch: new IdMap<OplogEntry>(),
      _currentlyFetching: null,
      _fetchGeneration: 0,
      _requeryWhenDoneThisQuery: false,
      _writesToCommitWhenWeReachSteady: [],
    });
  }

  function takeEntry(driver: OplogDriver, notification: Record<string, unknown>): void {
    if (notification.dropCollection || notification.dropDatabase) driver._needToPollQuery();
    else if (driver._phase === 'QUERYING') {
      driver._handleOplogEntryQuerying(notification.op as OplogEntry);
    } else driver._handleOplogEntrySteadyOrFetching(notification.op as OplogEntry);
  }

  /** Keeps the current fence from firing before this driver has seen its writes. */
  function holdFence(driver: OplogDriver): void {
    const fence = DDPServer._getCurrentFence() as FencedDrivers | undefined;
    if (!fence || fence.fired) return;
    if (fence._oplogObserveDrivers) {
      fence._oplogObserveDrivers[driver._id] = driver;
      return;
    }
    fence._oplogObserveDrivers = { [driver._id]: driver };
    fence.onBeforeFire(async () => {
      const drivers = Object.values(fence._oplogObserveDrivers ?? {});
      delete fence._oplogObserveDrivers;
      await driver._mongoHandle._oplogHandle?.waitUntilCaughtUp();
      for (const each of drivers) {
        if (!each._stopped) await holdUntilSteady(each, await fence.beginWrite());
      }
    });
  }

  async function holdUntilSteady(driver: OplogDriver, write: Write): Promise<void> {
    if (driver._phase === 'STEADY') await driver._multiplexer.onFlush(write.committed);
    else driver._writesToCommitWhenWeReachSteady.push(write);
  }

  const lifeMethods = {
    async _init(this: OplogDriver): Promise<void> {
      const poll = untilQuerying(() => this._needToPollQuery());
      const oplog = this._mongoHandle._oplogHandle;
      if (!oplog) throw new Error('OplogObserveDriver needs an oplog');
      this._addStopHandles(oplog.onSkippedEntries(poll));
      await forEachTrigger(this._cursorDescription, async (trigger) => {
        const take = untilQuerying((notification: object) => takeEntry(this, { ...notification }));
        this._addStopHandles(await oplog.onOplogEntry(trigger, take));
      });
      const listeners = await listenAll(context, this._cursorDescription, () => holdFence(this));
      this._addStopHandles(listeners);
      this._addStopHandles(this._mongoHandle._onFailover(poll));
      return this._runInitialQuery();
    },

    async _stop(this: OplogDriver): Promise<void> {
      if (this._stopped) return;
      this._stopped = true;
      for (const write of this._writesToCommitWhenWeReachSteady) await write.committed();
      dropReferences(this);
      countMongoFact(context, 'observe-drivers-oplog', -1);
      for (const handle of this._stopHandles) await handle.stop();
    },

    async stop(this: OplogDriver): Promise<void> {
      await this._stop();
    },
  };

  Object.assign(
    OplogObserveDriver.prototype,
    lifeMethods,
    publishedMethods(context),
    entryMethods(context),
    queryMethods(context),
  );
  return Object.assign(OplogObserveDriver, { cursorSupported }) as never;
}

function limitState({ cursorDescription, sorter }: ObserveDriverOptions) {
  const { limit = 0 } = cursorDescription.options;
  if (!limit || !sorter) {
    const _published = new IdMap<Document>();
    return { _limit: 0, _comparator: null, _sorter: null, _unpublishedBuffer: null, _published };
  }
  const comparator = sorter.getComparator();
  return {
    _limit: limit,
    _comparator: comparator,
    _sorter: sorter,
    _unpublishedBuffer: new SortedIdMap(comparator),
    _published: new SortedIdMap(comparator),
  };
}

/** What is told of a document, and what must be known of it to try the query on it. */
function projectionState({ cursorDescription, matcher, sorter }: ObserveDriverOptions) {
  const { selector, options } = cursorDescription;
  const _matcher = matcher ?? createMatcher(selector);
  const wanted = options.fields ?? options.projection ?? {};
  const needed = _matcher.combineIntoProjection(wanted);
  const _sharedProjection = sorter ? sorter.combineIntoProjection(needed) : needed;
  return {
    _matcher,
    _projectionFn: createProjection(wanted),
    _sharedProjection,
    _sharedProjectionFn: createProjection(_sharedProjection),
  };
}

function dropReferences(driver: ObserveDriver): void {
  Object.assign(driver, {
    _writesToCommitWhenWeReachSteady: null,
    _published: null,
    _unpublishedBuffer: null,
    _needToFetch: null,
    _currentlyFetching: null,
    _oplogEntryHandle: null,
    _listenersHandle: null,
  });
}

function cursorSupported(description: CursorDescription, matcher: Matcher): boolean {
  const { options } = description;
  if (options.disableOplog || options._disableOplog) return false;
  // Which documents a limit lets through is only certain with an order.
  if (options.skip || (options.limit && !options.sort)) return false;
  if (!isSupportedProjection(options.fields ?? options.projection)) return false;
  return !matcher.hasWhere() && !matcher.hasGeoQuery();
}

function isSupportedProjection(projection: Document | undefined): boolean {
  return Object.entries(projection ?? {}).every(
    ([path, value]) => !isPlain(value) && !path.split('.').includes('$'),
  );
}
