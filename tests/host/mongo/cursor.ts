import type { Subscription } from '../ddp/types';
import { legacyClass } from '../meteor/legacy-class';
import { atLeast } from '../meteor/versions';
import type { AsynchronousCursor } from './asynchronous-cursor';
import type { MongoConnection } from './connection';
import type { MongoContext } from './context';
import type { Document } from './driver/driver';
import type { ChangeObserver } from './local/diff-sequence';
import {
  type ObserveCallbacks,
  observeChangesCallbacksAreOrdered,
  observeFromObserveChanges,
} from './local/observe';
import type { ObserveHandle } from './observe/observe-handle';
import { createTypeReplacement } from './replace-types';

export interface CursorOptions {
  readonly transform?: ((document: Document) => unknown) | null;
  readonly sort?: unknown;
  readonly limit?: number;
  readonly skip?: number;
  readonly fields?: Document;
  readonly projection?: Document;
  readonly tailable?: boolean;
  readonly disableOplog?: boolean;
  readonly _disableOplog?: boolean;
  readonly pollingIntervalMs?: number;
  readonly pollingThrottleMs?: number;
  readonly maxTimeMs?: number;
  readonly hint?: unknown;
}

/** The arguments of `find`: equal descriptions can share one observation. */
export interface CursorDescription {
  readonly collectionName: string;
  readonly selector: Document;
  readonly options: CursorOptions;
}

export type CursorDescriptionClass = new (
  collectionName: string,
  selector: unknown,
  options?: CursorOptions,
) => CursorDescription;

type Iterate = (document: unknown, index: number, cursor: unknown) => unknown;

/** What `find` returns. It asks the database when it is iterated or observed. */
export interface Cursor {
  readonly _mongo: MongoConnection;
  readonly _cursorDescription: CursorDescription;
  countAsync(): Promise<number>;
  fetchAsync(): Promise<unknown[]>;
  forEach(callback: Iterate, thisArg?: unknown): Promise<void>;
  forEachAsync(callback: Iterate, thisArg?: unknown): Promise<void>;
  fetch(): Promise<unknown[]>;
  map(callback: Iterate, thisArg?: unknown): Promise<unknown[]>;
  mapAsync(callback: Iterate, thisArg?: unknown): Promise<unknown[]>;
  observeChanges(
    callbacks: ChangeObserver,
    options?: { nonMutatingCallbacks?: boolean },
  ): Promise<ObserveHandle>;
  observe(callbacks: ObserveCallbacks): unknown;
  _publishCursor(sub: Subscription): unknown;
  _getCollectionName(): string;
}

export type CursorClass = new (mongo: MongoConnection, description: CursorDescription) => Cursor;

export function createCursorDescription(context: MongoContext): CursorDescriptionClass {
  return class CursorDescription {
    collectionName: string;
    selector: Document;
    options: CursorOptions;

    constructor(collectionName: string, selector: unknown, options?: CursorOptions) {
      this.collectionName = collectionName;
      this.selector = context.Collection._rewriteSelector(selector);
      this.options = options || {};
    }
  };
}

/** The names `observe` and `observeChanges` know, whose callbacks 3.0 binds to their environment. */
const BOUND = ['addedAt', 'added', 'changedAt', 'changed', 'removedAt', 'removed', 'movedTo'];

export function createCursorClass(context: MongoContext): CursorClass {
  const { version, Meteor, EJSON } = context.options;
  const bindsCallbacks = !atLeast(version, '3.1');
  const types = createTypeReplacement(EJSON);

  function iterated(cursor: Cursor & Lazy, method: string): AsynchronousCursor {
    if (cursor._cursorDescription.options.tailable) {
      throw new Error(`Cannot call ${method} on a tailable cursor`);
    }
    const create =
      cursor._mongo[
        atLeast(version, '3.1') ? '_createAsynchronousCursor' : '_createSynchronousCursor'
      ];
    cursor._synchronousCursor ??= create.call(cursor._mongo, cursor._cursorDescription, {
      selfForIteration: cursor,
      useTransform: true,
    });
    return cursor._synchronousCursor;
  }

  function bindCallbacks(callbacks: ChangeObserver): void {
    const named = callbacks as Record<string, unknown>;
    const kind = named._fromObserve ? 'observe' : 'observeChanges';
    for (const name of BOUND) {
      const callback = named[name];
      if (typeof callback !== 'function') continue;
      named[name] = Meteor.bindEnvironment(callback as () => unknown, `${name}${kind} callback`);
    }
  }

  class Cursor {
    _mongo: MongoConnection;
    _cursorDescription: CursorDescription;
    _synchronousCursor: AsynchronousCursor | null = null;

    constructor(mongo: MongoConnection, cursorDescription: CursorDescription) {
      this._mongo = mongo;
      this._cursorDescription = cursorDescription;
    }

    async countAsync() {
      const { collectionName, selector, options } = this._cursorDescription;
      const collection = this._mongo.rawCollection(collectionName);
      return await collection.countDocuments(types.toMongo(selector), options);
    }

    count(): never {
      throw new Error('count() is not available on the server. Please use countAsync() instead.');
    }

    fetch() {
      return iterated(this, 'fetch').fetch();
    }

    fetchAsync(...args: []) {
      return attempt(() => this.fetch(...args));
    }

    forEach(...args: [callback: Iterate, thisArg?: unknown]) {
      return iterated(this, 'forEach').forEach(...args);
    }

    forEachAsync(...args: [callback: Iterate, thisArg?: unknown]) {
      return attempt(() => this.forEach(...args));
    }

    map(...args: [callback: Iterate, thisArg?: unknown]) {
      return iterated(this, 'map').map(...args);
    }

    mapAsync(...args: [callback: Iterate, thisArg?: unknown]) {
      return attempt(() => this.map(...args));
    }

    [Symbol.asyncIterator]() {
      return iterated(this, 'asyncIterator')[Symbol.asyncIterator]();
    }

    getTransform() {
      return this._cursorDescription.options.transform;
    }

    _publishCursor(sub: Subscription) {
      const collection = this._cursorDescription.collectionName;
      return context.Collection._publishCursor(this, sub, collection);
    }

    _getCollectionName() {
      return this._cursorDescription.collectionName;
    }

    observe(callbacks: ObserveCallbacks) {
      const { DiffSequence } = context;
      return observeFromObserveChanges(this, callbacks, { EJSON, DiffSequence });
    }

    observeAsync(callbacks: ObserveCallbacks) {
      return new Promise((resolve) => resolve(this.observe(callbacks)));
    }

    observeChanges(callbacks: ChangeObserver, options: { nonMutatingCallbacks?: boolean } = {}) {
      const ordered = observeChangesCallbacksAreOrdered(callbacks);
      if (bindsCallbacks) bindCallbacks(callbacks);
      const description = this._cursorDescription;
      const { nonMutatingCallbacks } = options;
      return this._mongo._observeChanges(description, ordered, callbacks, nonMutatingCallbacks);
    }

    async observeChangesAsync(
      callbacks: ChangeObserver,
      options: { nonMutatingCallbacks?: boolean } = {},
    ) {
      return this.observeChanges(callbacks, options);
    }
  }

  return legacyClass(Cursor);
}

interface Lazy {
  _synchronousCursor: AsynchronousCursor | null;
}

function attempt<T>(run: () => Promise<T>): Promise<T> {
  try {
    return Promise.resolve(run());
  } catch (error) {
    return Promise.reject(error);
  }
}
