import { atLeast } from '../../meteor/versions';
import type { MongoContext } from '../context';
import type { Document } from '../driver/driver';
import type { ChangeObserver } from '../local/diff-sequence';
import type { ObserveMultiplexer } from './observe-multiplexer';

const INITIAL_ADDS_TIMEOUT_MS = 30_000;

export type HandleCallback = (...args: unknown[]) => unknown;

/** One observation of a query, as `observeChanges` returns it. */
export interface ObserveHandle {
  readonly _id: number;
  readonly _multiplexer: ObserveMultiplexer;
  readonly nonMutatingCallbacks: boolean | undefined;
  readonly _added?: HandleCallback | undefined;
  readonly _addedBefore?: HandleCallback | undefined;
  readonly _changed?: HandleCallback | undefined;
  readonly _movedBefore?: HandleCallback | undefined;
  readonly _removed?: HandleCallback | undefined;
  /** From 3.1: resolves when the initial documents are out, at the latest after 30 s. */
  readonly initialAddsSent?: Promise<void>;
  readonly initialAddsSentResolver?: () => void;
  stop(): Promise<void>;
}

export type ObserveHandleClass = new (
  multiplexer: ObserveMultiplexer,
  callbacks: ChangeObserver,
  nonMutatingCallbacks?: boolean,
) => ObserveHandle;

/** Up to 3.0 `stop` is a method of the prototype, from 3.1 each handle has its own. */
export function createObserveHandle(context: MongoContext): ObserveHandleClass {
  const nextId = counter();
  return atLeast(context.options.version, '3.1') ? withOwnStop(nextId) : withMethod(nextId);
}

function withMethod(nextId: () => number): ObserveHandleClass {
  return class ObserveHandle {
    _multiplexer: ObserveMultiplexer;
    _stopped = false;
    _id = nextId();
    nonMutatingCallbacks: boolean;

    constructor(
      multiplexer: ObserveMultiplexer,
      callbacks: ChangeObserver,
      nonMutatingCallbacks = false,
    ) {
      this._multiplexer = multiplexer;
      Object.assign(this, handleCallbacks(multiplexer, callbacks));
      this.nonMutatingCallbacks = nonMutatingCallbacks;
    }

    async stop() {
      if (this._stopped) return;
      this._stopped = true;
      await this._multiplexer.removeHandle(this._id);
    }
  };
}

function withOwnStop(nextId: () => number): ObserveHandleClass {
  return class ObserveHandle {
    _id: number;
    _multiplexer: ObserveMultiplexer;
    nonMutatingCallbacks: boolean | undefined;
    _stopped = false;
    initialAddsSentResolver: () => void = () => {};
    initialAddsSent: Promise<void>;
    _added: HandleCallback | undefined;
    _addedBefore: HandleCallback | undefined;
    _changed: HandleCallback | undefined;
    _movedBefore: HandleCallback | undefined;
    _removed: HandleCallback | undefined;

    constructor(
      multiplexer: ObserveMultiplexer,
      callbacks: ChangeObserver,
      nonMutatingCallbacks?: boolean,
    ) {
      this._id = nextId();
      this._multiplexer = multiplexer;
      this.nonMutatingCallbacks = nonMutatingCallbacks;
      Object.assign(this, handleCallbacks(multiplexer, callbacks));
      this.initialAddsSent = new Promise((resolve) => {
        const timer = setTimeout(resolve, INITIAL_ADDS_TIMEOUT_MS);
        timer.unref();
        this.initialAddsSentResolver = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }

    stop = async () => {
      if (this._stopped) return;
      this._stopped = true;
      await this._multiplexer.removeHandle(this._id);
    };
  };
}

function handleCallbacks(
  multiplexer: ObserveMultiplexer,
  callbacks: ChangeObserver,
): Record<string, HandleCallback> {
  const own: Record<string, HandleCallback> = {};
  for (const name of multiplexer.callbackNames()) {
    const callback = callbacks[name];
    if (callback) own[`_${name}`] = callback as HandleCallback;
    else if (name === 'addedBefore' && callbacks.added) {
      own._addedBefore = async (id, fields) => {
        await callbacks.added?.(id, fields as Document);
      };
    }
  }
  return own;
}

function counter(): () => number {
  let next = 1;
  return () => next++;
}
