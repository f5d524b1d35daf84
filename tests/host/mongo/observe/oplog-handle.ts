import type { Timestamp } from 'mongodb';
import type { Crossbar, Notification } from '../../ddp/server-types';
import { DoubleEndedQueue } from '../../meteor/double-ended-queue';
import type { Hook, HookHandle } from '../../meteor/hook';
import { legacyClass } from '../../meteor/legacy-class';
import { atLeast } from '../../meteor/versions';
import type { MongoConnection } from '../connection';
import type { TailHandle } from '../connection-tail';
import type { MongoContext } from '../context';
import type { Document } from '../driver/driver';
import { createEntryHandler } from './oplog-dispatch';
import type { OplogEntry } from './oplog-entry';
import { baseSelector, includedSelector, type OplogOptions, oplogOptions } from './oplog-selector';

const OPLOG_COLLECTION = 'oplog.rs';

export interface StopHandle {
  stop(): unknown;
}

/** Follows the oplog and tells its crossbar of every entry. */
export interface OplogHandle {
  readonly _dbName: string;
  readonly _crossbar: Crossbar;
  readonly _entryQueue: DoubleEndedQueue<OplogEntry>;
  readonly _oplogOptions: OplogOptions | null;
  onOplogEntry(trigger: Notification, callback: OnEntry): Promise<StopHandle>;
  onSkippedEntries(callback: () => void): HookHandle;
  /** Resolves when all entries that exist now have been told. */
  waitUntilCaughtUp(): Promise<void>;
  stop(): Promise<void>;
}

type OnEntry = (notification: Notification & { op: OplogEntry }) => void;

export type OplogHandleClass = new (oplogUrl: string, dbName: string) => OplogHandle;

/** Up to 3.1.0 the options are there only when the settings name collections. */
function namedOptions(context: MongoContext): OplogOptions | null {
  const { includeCollections, excludeCollections } = oplogOptions(context);
  if (excludeCollections?.length) return { excludeCollections };
  return includeCollections?.length ? { includeCollections } : null;
}

interface CatchingUp {
  readonly ts: Timestamp;
  readonly resolver: () => void;
}

export function createOplogHandle(context: MongoContext): OplogHandleClass {
  const { Meteor, DDPServer, version } = context.options;
  const isModule = atLeast(version, '3.1.1');
  const defaultTooFarBehind = Number(context.env.METEOR_OPLOG_TOO_FAR_BEHIND) || 2000;
  const tailTimeoutMs = Number(context.env.METEOR_OPLOG_TAIL_TIMEOUT) || 30_000;
  let tooFarBehind = defaultTooFarBehind;

  class OplogHandle {
    _oplogUrl: string;
    _dbName: string;
    _oplogLastEntryConnection: MongoConnection | null = null;
    _oplogTailConnection: MongoConnection | null = null;
    declare _getOplogSelector: (lastProcessedTS?: Timestamp | null) => Document;
    _oplogOptions: OplogOptions | null = isModule ? oplogOptions(context) : null;
    _stopped = false;
    _tailHandle: TailHandle | null = null;
    _readyPromiseResolver: () => void = () => {};
    _readyPromise: Promise<void>;
    _crossbar: Crossbar;
    declare _baseOplogSelector: Document;
    _catchingUpResolvers: CatchingUp[] = [];
    _lastProcessedTS: Timestamp | null = null;
    _onSkippedEntriesHook: Hook;
    _entryQueue = new DoubleEndedQueue<OplogEntry>();
    _workerActive = false;
    declare _workerPromise: Promise<void> | null;
    declare _resolveTimeout: NodeJS.Timeout | null;
    _startTrailingPromise: Promise<void>;

    constructor(oplogUrl: string, dbName: string) {
      this._oplogUrl = oplogUrl;
      this._dbName = dbName;
      this._readyPromise = new Promise((resolve) => {
        this._readyPromiseResolver = resolve;
      });
      this._crossbar = new DDPServer._Crossbar({
        factPackage: 'mongo-livedata',
        factName: 'oplog-watchers',
      });
      if (isModule) Object.assign(this, { _workerPromise: null, _resolveTimeout: null });
      else this._baseOplogSelector = baseSelector(dbName);
      this._onSkippedEntriesHook = new context.Hook({
        debugPrintExceptions: 'onSkippedEntries callback',
      });
      this._startTrailingPromise = this._startTailing();
    }

    async stop() {
      if (this._stopped) return;
      this._stopped = true;
      await this._tailHandle?.stop();
      await this._oplogTailConnection?.close();
      await this._oplogLastEntryConnection?.close();
    }

    async _onOplogEntry(trigger: Notification, callback: OnEntry): Promise<StopHandle> {
      if (this._stopped) throw new Error('Called onOplogEntry on stopped handle!');
      await this._readyPromise;
      const bound = Meteor.bindEnvironment(
        (notification: Notification) => callback(notification as never),
        (error) => Meteor._debug('Error in oplog callback', error),
      );
      const listener = this._crossbar.listen(trigger, bound);
      return { stop: async () => listener.stop() };
    }

    onOplogEntry(trigger: Notification, callback: OnEntry) {
      return this._onOplogEntry(trigger, callback);
    }

    onSkippedEntries(callback: () => void) {
      if (this._stopped) throw new Error('Called onSkippedEntries on stopped handle!');
      return this._onSkippedEntriesHook.register(callback);
    }

    async _waitUntilCaughtUp(): Promise<void> {
      if (this._stopped) throw new Error('Called waitUntilCaughtUp on stopped handle!');
      await this._readyPromise;
      const ts = await lastTimestamp(this);
      if (this._stopped || !ts) return;
      if (this._lastProcessedTS && ts.lessThanOrEqual(this._lastProcessedTS)) return;
      await new Promise<void>((resolver) => {
        this._catchingUpResolvers.push({ ts, resolver });
        this._catchingUpResolvers.sort((a, b) => a.ts.compare(b.ts));
      });
    }

    async waitUntilCaughtUp() {
      return this._waitUntilCaughtUp();
    }

    async _startTailing() {
      const pool = { maxPoolSize: 1, minPoolSize: 1 };
      this._oplogTailConnection = new context.Connection(this._oplogUrl, pool);
      this._oplogLastEntryConnection = new context.Connection(this._oplogUrl, pool);
      await this._oplogLastEntryConnection.db.admin().command({ ismaster: 1 });
      const last = (await this._oplogLastEntryConnection.findOneAsync(
        OPLOG_COLLECTION,
        {},
        { sort: { $natural: -1 }, projection: { ts: 1 } },
      )) as OplogEntry | undefined;
      if (last) this._lastProcessedTS = last.ts;
      if (this._stopped) return;
      this._oplogOptions ??= namedOptions(context);
      const selector = includedSelector(this._dbName, this._oplogOptions ?? {}, last?.ts);
      const description = new context.CursorDescription(OPLOG_COLLECTION, selector, {
        tailable: true,
      });
      this._tailHandle = this._oplogTailConnection.tail(
        description,
        (entry) => {
          this._entryQueue.push(entry as OplogEntry);
          this._maybeStartWorker();
        },
        tailTimeoutMs,
      );
      this._readyPromiseResolver();
    }

    _maybeStartWorker() {
      if (this._workerActive) return;
      this._workerActive = true;
      if (isModule) this._workerPromise = work(this);
      else Meteor.defer(() => work(this));
    }

    _setLastProcessedTS(ts: Timestamp) {
      this._lastProcessedTS = ts;
      for (;;) {
        const [first] = this._catchingUpResolvers;
        if (!first?.ts.lessThanOrEqual(ts)) return;
        this._catchingUpResolvers.shift();
        first.resolver();
      }
    }

    _defineTooFarBehind(value: number) {
      tooFarBehind = value;
    }

    _resetTooFarBehind() {
      tooFarBehind = defaultTooFarBehind;
    }
  }

  const handleEntry = createEntryHandler({ yieldsAfterEach: isModule });

  async function lastTimestamp(handle: OplogHandle): Promise<Timestamp | undefined> {
    const selector = isModule ? handle._getOplogSelector() : handle._baseOplogSelector;
    const newest = { projection: { ts: 1 }, sort: { $natural: -1 } };
    const connection = handle._oplogLastEntryConnection;
    const entry = await connection?.findOneAsync(OPLOG_COLLECTION, selector, newest);
    return (entry as OplogEntry | undefined)?.ts;
  }

  async function work(handle: OplogHandle): Promise<void> {
    try {
      while (!handle._stopped && !handle._entryQueue.isEmpty()) await workOn(handle);
    } finally {
      if (isModule) handle._workerPromise = null;
      handle._workerActive = false;
    }
  }

  async function workOn(handle: OplogHandle): Promise<void> {
    if (handle._entryQueue.length > tooFarBehind) {
      skip(handle);
      return;
    }
    const entry = handle._entryQueue.shift();
    if (!entry) return;
    await handleEntry(handle, entry);
    handle._setLastProcessedTS(entry.ts);
  }

  function skip(handle: OplogHandle): void {
    const last = handle._entryQueue.pop();
    handle._entryQueue.clear();
    handle._onSkippedEntriesHook.each((callback) => {
      callback();
      return true;
    });
    if (last) handle._setLastProcessedTS(last.ts);
  }

  const OplogHandleClass = legacyClass(OplogHandle);
  if (isModule) {
    OplogHandleClass.prototype._getOplogSelector = function (this: OplogHandle, lastProcessedTS) {
      return includedSelector(this._dbName, this._oplogOptions ?? {}, lastProcessedTS);
    };
  }
  return OplogHandleClass;
}
