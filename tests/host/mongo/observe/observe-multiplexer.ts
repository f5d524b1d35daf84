import type { AsynchronousQueue } from '../../meteor/asynchronous-queue';
import { atLeast } from '../../meteor/versions';
import type { MongoContext } from '../context';
import { countMongoFact } from '../facts';
import {
  type CachingChangeObserver,
  createCachingChangeObserver,
} from '../local/caching-change-observer';
import type { ChangeObserver } from '../local/diff-sequence';
import { createFanOut } from './fan-out';
import type { ObserveDriver } from './observe-driver';
import type { ObserveHandle } from './observe-handle';

export type CallbackName = keyof ChangeObserver;

/** Shares one driver among the handles of equal queries. */
export interface ObserveMultiplexer extends Required<ChangeObserver> {
  readonly _ordered: boolean;
  readonly _queue: AsynchronousQueue;
  _handles: Record<number, ObserveHandle> | null;
  readonly _cache: CachingChangeObserver;
  _observeDriver?: ObserveDriver;
  addHandleAndSendInitialAdds(handle: ObserveHandle): Promise<void>;
  removeHandle(id: number): Promise<void>;
  /** Lets the observations return: the initial documents have all been told. */
  ready(): Promise<void>;
  /** Makes the observations reject: the query does not work. */
  queryError(error: unknown): Promise<void>;
  /** Calls back when all that was told so far has reached the handles. */
  onFlush(callback: () => unknown): Promise<void>;
  callbackNames(): readonly CallbackName[];
  _ready(): boolean;
  _applyCallback(callbackName: CallbackName, args: unknown[]): void;
  _stop(options?: { fromQueryError?: boolean }): Promise<void>;
}

interface MultiplexerOptions {
  readonly ordered?: boolean;
  readonly onStop?: () => unknown;
}

export type ObserveMultiplexerClass = new (options?: MultiplexerOptions) => ObserveMultiplexer;

const ORDERED = ['addedBefore', 'changed', 'movedBefore', 'removed'] as const;
const UNORDERED = ['added', 'changed', 'removed'] as const;

export function createObserveMultiplexer(context: MongoContext): ObserveMultiplexerClass {
  const { EJSON, version } = context.options;
  const fanOut = createFanOut(context);
  const flushesWait = atLeast(version, '3.5');

  class ObserveMultiplexer {
    _ordered: boolean;
    _onStop: () => unknown;
    _queue = new context.AsynchronousQueue();
    _handles: Record<number, ObserveHandle> | null = {};
    _resolver: (value?: unknown) => void = () => {};
    _readyPromise: Promise<unknown>;
    _isReady = false;
    _cache: CachingChangeObserver;
    _addHandleTasksScheduledButNotPerformed = 0;
    declare _observeDriver?: ObserveDriver;

    constructor({ ordered, onStop = () => {} }: MultiplexerOptions = {}) {
      if (ordered === undefined) throw Error('must specify ordered');
      countMongoFact(context, 'observe-multiplexers', 1);
      this._ordered = ordered;
      this._onStop = onStop;
      this._readyPromise = new Promise((resolve) => {
        this._resolver = resolve;
      }).then(() => {
        this._isReady = true;
      });
      const { DiffSequence } = context;
      this._cache = createCachingChangeObserver({ ordered, EJSON, DiffSequence });
      const own = this as Record<string, unknown>;
      for (const name of this.callbackNames()) {
        own[name] = (...args: unknown[]) => this._applyCallback(name, args);
      }
    }

    addHandleAndSendInitialAdds(handle: ObserveHandle) {
      return this._addHandleAndSendInitialAdds(handle);
    }

    async _addHandleAndSendInitialAdds(handle: ObserveHandle) {
      ++this._addHandleTasksScheduledButNotPerformed;
      countMongoFact(context, 'observe-handles', 1);
      await this._queue.runTask(async () => {
        if (this._handles) this._handles[handle._id] = handle;
        await this._sendAdds(handle);
        --this._addHandleTasksScheduledButNotPerformed;
      });
      await this._readyPromise;
    }

    async removeHandle(id: number) {
      if (!this._ready()) throw new Error("Can't remove handles until the multiplex is ready");
      delete this._handles?.[id];
      countMongoFact(context, 'observe-handles', -1);
      const isLast = Object.keys(this._handles ?? {}).length === 0;
      if (isLast && this._addHandleTasksScheduledButNotPerformed === 0) await this._stop();
    }

    async _stop(options: { fromQueryError?: boolean } = {}) {
      if (!this._ready() && !options.fromQueryError) throw Error('surprising _stop: not ready');
      await this._onStop();
      countMongoFact(context, 'observe-multiplexers', -1);
      this._handles = null;
    }

    async ready() {
      this._queue.queueTask(() => {
        if (this._ready()) throw Error("can't make ObserveMultiplex ready twice!");
        this._resolver();
        this._isReady = true;
      });
    }

    async queryError(error: unknown) {
      await this._queue.runTask(() => {
        if (this._ready()) throw Error("can't claim query has an error after it worked!");
        this._stop({ fromQueryError: true });
        throw error;
      });
    }

    async onFlush(callback: () => unknown) {
      const task = async () => {
        if (!this._ready()) throw Error('only call onFlush on a multiplexer that will be ready');
        await callback();
      };
      if (flushesWait) await this._queue.runTask(task);
      else await this._queue.queueTask(task);
    }

    callbackNames(): readonly CallbackName[] {
      return this._ordered ? ORDERED : UNORDERED;
    }

    _ready() {
      return this._isReady;
    }

    _applyCallback(callbackName: CallbackName, args: unknown[]) {
      fanOut.apply(asMultiplexer(this), callbackName, args);
    }

    async _sendAdds(handle: ObserveHandle) {
      await fanOut.sendAdds(asMultiplexer(this), handle);
    }
  }

  function asMultiplexer(multiplexer: ObserveMultiplexer) {
    return multiplexer as unknown as InstanceType<ObserveMultiplexerClass>;
  }

  return ObserveMultiplexer as unknown as ObserveMultiplexerClass;
}
