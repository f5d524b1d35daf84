import type { EnvironmentVariable } from '../../meteor/dynamics';
import type { MongoContext } from '../context';
import type { Document } from '../driver/driver';
import { countMongoFact } from '../facts';
import { createCachingChangeObserver } from '../local/caching-change-observer';
import type { HandleCallback, ObserveHandle, ObserveHandleClass } from '../observe/observe-handle';
import type {
  CallbackName,
  ObserveMultiplexer as MeteorMultiplexer,
  ObserveMultiplexerClass,
} from '../observe/observe-multiplexer';

/**
 * The package's own multiplexer and handle: callbacks are awaited one after the
 * other, and so is each change while a method runs that tells its own observers.
 */
export function createOwnMultiplexer(
  context: MongoContext,
  optimistic: EnvironmentVariable<boolean>,
): { ObserveMultiplexer: ObserveMultiplexerClass; ObserveHandle: ObserveHandleClass } {
  const { EJSON } = context.options;
  const { DiffSequence } = context;
  const isOptimistic = () => optimistic.get() === true;
  let nextHandle = 1;

  class ObserveMultiplexer {
    _ordered: boolean;
    _onStop: () => unknown;
    _queue = new context.AsynchronousQueue();
    _handles: Record<number, ObserveHandle> | null = {};
    _resolver: (value?: unknown) => void = () => {};
    _isReady = false;
    _readyPromise: Promise<unknown>;
    _cache: ReturnType<typeof createCachingChangeObserver>;
    _addHandleTasksScheduledButNotPerformed = 0;

    constructor({ ordered = false, onStop = () => {} }: MultiplexerOptions) {
      countMongoFact(context, 'observe-multiplexers', 1);
      this._ordered = ordered;
      this._onStop = onStop;
      this._readyPromise = new Promise((resolve) => {
        this._resolver = resolve;
      });
      this._cache = createCachingChangeObserver({ ordered, EJSON, DiffSequence });
      const own = this as Record<string, unknown>;
      for (const name of this.callbackNames()) {
        own[name] = async (...args: unknown[]) => {
          await this._applyCallback(name, args);
        };
      }
    }

    async addHandleAndSendInitialAdds(handle: ObserveHandle) {
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
        this._isReady = true;
        this._resolver();
      });
    }

    async queryError(error: unknown) {
      await this._queue.runTask(() => {
        this._stop({ fromQueryError: true });
        throw error;
      });
    }

    async onFlush(callback: () => unknown) {
      this._queue.queueTask(async () => {
        await callback();
      });
    }

    callbackNames(): readonly CallbackName[] {
      return this._ordered
        ? ['addedBefore', 'changed', 'movedBefore', 'removed']
        : ['added', 'changed', 'removed'];
    }

    _ready() {
      return this._isReady;
    }

    async _applyCallback(callbackName: CallbackName, args: unknown[]) {
      const task = async () => {
        if (!this._handles) return;
        const change = this._cache.applyChange[callbackName] as HandleCallback | undefined;
        await change?.(...(EJSON.clone(args) as unknown[]));
        for (const id of Object.keys(this._handles)) {
          const handle = this._handles?.[Number(id)];
          if (!handle) return;
          await handle[`_${callbackName}`]?.(...(EJSON.clone(args) as unknown[]));
        }
      };
      if (isOptimistic()) await this._queue.runTask(task);
      else this._queue.queueTask(task);
    }

    async _sendAdds(handle: ObserveHandle) {
      const add = this._ordered ? handle._addedBefore : handle._added;
      if (!add) return;
      await this._cache.docs.forEachAsync(async (document, id) => {
        const { _id, ...fields } = EJSON.clone(document) as Document;
        await (this._ordered ? add(id, fields, null) : add(id, fields));
      });
    }
  }

  class OwnHandle {
    _id = nextHandle++;
    _stopped = false;
    nonMutatingCallbacks = false;
    _multiplexer: MeteorMultiplexer;

    constructor(multiplexer: MeteorMultiplexer, callbacks: object) {
      this._multiplexer = multiplexer;
      for (const name of multiplexer.callbackNames()) {
        const callback = (callbacks as Record<string, unknown>)[name];
        if (callback) Object.assign(this, { [`_${name}`]: callback });
      }
    }

    async stop() {
      if (this._stopped) return;
      this._stopped = true;
      await this._multiplexer.removeHandle(this._id);
    }
  }
  Object.defineProperty(OwnHandle, 'name', { value: 'ObserveHandle' });

  return {
    ObserveMultiplexer: ObserveMultiplexer as unknown as ObserveMultiplexerClass,
    ObserveHandle: OwnHandle,
  };
}

interface MultiplexerOptions {
  readonly ordered?: boolean;
  readonly onStop?: () => unknown;
}
