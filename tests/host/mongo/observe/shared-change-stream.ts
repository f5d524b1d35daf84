import type { MongoConnection } from '../connection';
import type { MongoContext } from '../context';
import type { ChangeEvent, DriverChangeStream, WatchOptions } from '../driver/driver';
import { mongoSettings } from '../mongo-settings';
import type { ChangeStreamObserveDriver } from './change-stream-observe-driver';

const RESTART_MS = 100;
const HISTORY_LOST = 286;
const NOT_RESUMABLE = 'NonResumableChangeStreamError';

/** The one change stream of a collection, which all drivers of a connection share. */
export interface SharedChangeStream {
  readonly size: number;
  readonly _drivers: Set<ChangeStreamObserveDriver>;
  readonly _changeStream: DriverChangeStream | null;
  readonly _resumeToken: unknown;
  /** Whether events were missed for good, so that drivers have to compare with the collection. */
  readonly _historyLost: boolean;
  readonly _stopped: boolean;
  /** Resolves when the stream is open: what happens from then on reaches the driver. */
  addDriver(driver: ChangeStreamObserveDriver): Promise<void>;
  /** Stops the stream with the last driver. */
  removeDriver(driver: ChangeStreamObserveDriver): Promise<void>;
  _onChange(change: ChangeEvent): void;
  _scheduleRestart(delayMs: number): void;
  _restart(): Promise<void>;
}

export type SharedChangeStreamClass = new (
  mongoHandle: MongoConnection,
  collectionName: string,
  onEmpty: () => void,
) => SharedChangeStream;

export function createSharedChangeStream(context: MongoContext): SharedChangeStreamClass {
  const { Meteor } = context.options;
  const { delay = {} } = mongoSettings(context).changeStream ?? {};

  class SharedChangeStream {
    _mongoHandle: MongoConnection;
    _collectionName: string;
    _onEmpty: () => void;
    _drivers = new Set<ChangeStreamObserveDriver>();
    _changeStream: DriverChangeStream | null = null;
    _stopped = false;
    _resumeToken: unknown = null;
    _startPromise: Promise<void> | null = null;
    _restartTimer: NodeJS.Timeout | null = null;
    _historyLost = false;

    constructor(mongoHandle: MongoConnection, collectionName: string, onEmpty: () => void) {
      this._mongoHandle = mongoHandle;
      this._collectionName = collectionName;
      this._onEmpty = onEmpty;
    }

    get size() {
      return this._drivers.size;
    }

    async addDriver(driver: ChangeStreamObserveDriver) {
      if (this._stopped) throw new Error('SharedChangeStream used after stop');
      this._drivers.add(driver);
      await this._ensureOpen();
    }

    _ensureOpen(): Promise<void> {
      if (this._changeStream || this._stopped) return Promise.resolve();
      this._startPromise ??= this._open().finally(() => {
        this._startPromise = null;
      });
      return this._startPromise;
    }

    async removeDriver(driver: ChangeStreamObserveDriver) {
      this._drivers.delete(driver);
      if (this._drivers.size === 0) await this._stop();
    }

    async _open() {
      if (this._stopped) return;
      const start = await startOf(this);
      if (this._stopped) return;
      // No pipeline: a fence waits for the time of its write, and would wait
      // for ever if the event of that time were filtered out.
      const stream = this._mongoHandle.rawCollection(this._collectionName).watch([], {
        fullDocument: 'updateLookup',
        fullDocumentBeforeChange: 'whenAvailable',
        ...start,
      });
      this._changeStream = stream;
      listen(this, stream);
    }

    _onChange(change: ChangeEvent) {
      if (this._stopped) return;
      if (change?._id) this._resumeToken = change._id;
      for (const driver of this._drivers) {
        if (driver._stopped) continue;
        try {
          driver._onChange(change);
        } catch (error) {
          Meteor._debug('[ChangeStreams] Error dispatching change to driver:', error);
        }
      }
    }

    _isNonResumableError(error: unknown): boolean {
      const { code, codeName, errorLabels } = (error ?? {}) as ServerError;
      if (code === HISTORY_LOST || codeName === 'ChangeStreamHistoryLost') return true;
      return errorLabels?.includes(NOT_RESUMABLE) ?? false;
    }

    _scheduleRestart(delayMs: number) {
      if (this._stopped || this._restartTimer) return;
      this._restartTimer = setTimeout(() => {
        this._restartTimer = null;
        if (!this._stopped) this._restart();
      }, delayMs);
    }

    async _restart() {
      if (this._stopped) return;
      try {
        await this._closeStream();
        if (this._stopped) return;
        await this._ensureOpen();
        if (!this._historyLost || this._stopped) return;
        this._historyLost = false;
        await this._resyncDrivers();
      } catch (error) {
        Meteor._debug('Failed to restart ChangeStream:', error);
        this._scheduleRestart(delay.error || RESTART_MS);
      }
    }

    async _resyncDrivers() {
      for (const driver of [...this._drivers]) {
        if (this._stopped) return;
        if (driver._stopped) continue;
        try {
          await driver._resyncAfterHistoryLost();
        } catch (error) {
          Meteor._debug('ChangeStream resync after history loss failed:', error);
        }
      }
    }

    async _closeStream() {
      const stream = this._changeStream;
      this._changeStream = null;
      await stream?.close().catch(() => {});
    }

    async _stop() {
      if (this._stopped) return;
      this._stopped = true;
      if (this._restartTimer) clearTimeout(this._restartTimer);
      this._restartTimer = null;
      // Before anything is awaited: who observes meanwhile gets a new stream.
      this._onEmpty();
      await this._closeStream();
    }
  }

  type Shared = InstanceType<typeof SharedChangeStream>;

  /** Where a new stream begins; without a start it might miss what happens while it opens. */
  async function startOf({ _resumeToken, _mongoHandle }: Shared): Promise<Start> {
    if (_resumeToken) return { startAfter: _resumeToken };
    try {
      const { operationTime } = (await _mongoHandle.db.command({ ping: 1 })) as Start & {
        operationTime?: Start['startAtOperationTime'];
      };
      return operationTime ? { startAtOperationTime: operationTime } : {};
    } catch {
      return {};
    }
  }

  function listen(shared: Shared, stream: DriverChangeStream): void {
    const ifCurrent =
      <A extends unknown[]>(react: (...args: A) => void) =>
      (...args: A) => {
        if (!shared._stopped && shared._changeStream === stream) react(...args);
      };
    const onError = (error: unknown) => {
      Meteor._debug('ChangeStream error:', shared._collectionName, error);
      if (shared._isNonResumableError(error)) {
        shared._resumeToken = null;
        shared._historyLost = true;
      }
      shared._scheduleRestart(delay.error || RESTART_MS);
    };
    const onClose = () => {
      Meteor._debug('ChangeStream closed unexpectedly:', shared._collectionName);
      shared._scheduleRestart(delay.close || RESTART_MS);
    };
    stream.on(
      'change',
      Meteor.bindEnvironment((change: ChangeEvent) => shared._onChange(change)),
    );
    stream.on('error', Meteor.bindEnvironment(ifCurrent(onError)));
    stream.on('close', Meteor.bindEnvironment(ifCurrent(onClose)));
  }

  return SharedChangeStream;
}

type Start = Pick<WatchOptions, 'startAfter' | 'startAtOperationTime'>;

interface ServerError {
  readonly code?: unknown;
  readonly codeName?: unknown;
  readonly errorLabels?: readonly string[];
}
