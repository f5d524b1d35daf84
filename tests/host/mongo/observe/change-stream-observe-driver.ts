import type { Timestamp } from 'mongodb';
import type { Write } from '../../ddp/server-types';
import type { MongoConnection } from '../connection';
import type { MongoContext } from '../context';
import type { CursorDescription } from '../cursor';
import type { ChangeEvent, Document } from '../driver/driver';
import { createProjection, type Project } from '../driver/projection';
import { createMatcher, type Matcher } from '../local/matcher';
import { listenAll } from '../triggers';
import { type CatchingUp, catchUpMethods, type FencedByStreams } from './change-stream-catch-up';
import { eventMethods } from './change-stream-events';
import { initialMethods } from './change-stream-initial';
import type { ObserveDriver, ObserveDriverOptions } from './observe-driver';
import type { ObserveMultiplexer } from './observe-multiplexer';
import type { SharedChangeStream } from './shared-change-stream';

/** A change that waits until the driver may tell it. */
export interface PendingChange {
  readonly operationType: string;
  readonly id: unknown;
  readonly fullDocument: Document | null | undefined;
  readonly fullDocumentBeforeChange: Document | null | undefined;
  readonly change: ChangeEvent;
}

/** Tries the events of a collection's change stream on one query. */
export interface ChangeStreamObserveDriver extends Omit<ObserveDriver, '_init'> {
  readonly _usesChangeStreams: true;
  readonly _id: string;
  readonly _cursorDescription: CursorDescription;
  readonly _mongoHandle: MongoConnection;
  readonly _multiplexer: ObserveMultiplexer;
  readonly _matcher: Matcher;
  /** What is told of a document: its projected fields without the id. */
  readonly _projectionFn: Project;
  _sharedStream: SharedChangeStream | null;
  _stopped: boolean;
  _isReady: boolean;
  _stopCallbacks: (() => unknown)[];
  _pendingWrites: PendingChange[];
  _writesToCommitWhenReady: Write[];
  _lastProcessedOperationTime: Timestamp | null;
  _catchingUpResolvers: CatchingUp[];
  stop(): Promise<void>;
  _startListening(): Promise<void>;
  _startWatching(): Promise<void>;
  _sendInitialAdds(collection: ReturnType<MongoConnection['rawCollection']>): Promise<void>;
  _sendMultiplexerAdded(id: unknown, fields: Document): void;
  _resyncAfterHistoryLost(): Promise<void>;
  _onChange(change: ChangeEvent): void;
  _handleChange(change: ChangeEvent): Promise<void>;
  _flushPendingWrites(): Promise<void>;
  _flushWritesToCommit(): Promise<void>;
  _handleInsert(id: unknown, document: Document): void;
  _handleUpdate(id: unknown, now: Document | null, before: Document | null): void;
  _handleDelete(id: unknown): void;
  _setLastProcessedOperationTime(ts: Timestamp): void;
  _waitUntilCaughtUp(fence?: FencedByStreams): Promise<void>;
}

// Another name, because the class below has the same.
type Driver = ChangeStreamObserveDriver;

export type ChangeStreamObserveDriverClass = new (
  options: ObserveDriverOptions,
) => ChangeStreamObserveDriver;

/**
 * The driver of 3.5. It has no `_init` and counts no facts: it starts as it is
 * made, and a query that fails leaves the multiplexer ready and empty. Meteor
 * lets the rejection of that start go unhandled; here it is only printed.
 */
export function createChangeStreamObserveDriver(
  context: MongoContext,
): ChangeStreamObserveDriverClass {
  const { Random, Meteor } = context.options;
  const { holdFence, ...catchingUp } = catchUpMethods(context);

  class ChangeStreamObserveDriver {
    _usesChangeStreams = true;
    _cursorDescription: CursorDescription;
    _mongoHandle: MongoConnection;
    _multiplexer: ObserveMultiplexer;
    _sharedStream: SharedChangeStream | null = null;
    _stopped = false;
    _stopCallbacks: (() => unknown)[] = [];
    _pendingWrites: PendingChange[] = [];
    _writesToCommitWhenReady: Write[] = [];
    _isReady = false;
    _lastProcessedOperationTime: Timestamp | null = null;
    _catchingUpResolvers: CatchingUp[] = [];
    _resolveTimeout: NodeJS.Timeout | null = null;
    _matcher: Matcher;
    _id: string;
    _projectionFn: Project;

    constructor(options: ObserveDriverOptions) {
      const { cursorDescription, matcher } = options;
      this._cursorDescription = cursorDescription;
      this._mongoHandle = options.mongoHandle;
      this._multiplexer = options.multiplexer;
      this._matcher = matcher ?? createMatcher(cursorDescription.selector);
      this._id = Random.id();
      const { projection, fields } = cursorDescription.options;
      const project = createProjection(projection ?? fields);
      this._projectionFn = (document) => withoutId(project(document));
      const driver = self(this);
      driver._startListening();
      driver._startWatching().catch(() => {});
    }

    _addStopCallback(callback: unknown) {
      if (typeof callback !== 'function') throw new Error('Stop callback must be a function');
      this._stopCallbacks.push(callback as () => unknown);
    }

    async _startListening() {
      const listeners = await listenAll(context, this._cursorDescription, () =>
        holdFence(self(this)),
      );
      if (this._stopped) listeners.stop();
      else this._addStopCallback(() => listeners.stop());
    }

    async stop() {
      if (this._stopped) return;
      this._stopped = true;
      for (const { resolver } of this._catchingUpResolvers.splice(0)) resolver();
      for (const callback of this._stopCallbacks) await attempt(callback);
      await attempt(() => this._sharedStream?.removeDriver(self(this)));
      this._sharedStream = null;
      this._pendingWrites = [];
      for (const write of this._writesToCommitWhenReady) await write.committed();
      this._writesToCommitWhenReady = [];
      this._stopCallbacks = [];
    }
  }

  async function attempt(run: () => unknown): Promise<void> {
    try {
      await run();
    } catch (error) {
      Meteor._debug('Error while a change stream driver stopped:', error);
    }
  }

  Object.assign(
    ChangeStreamObserveDriver.prototype,
    catchingUp,
    initialMethods(context),
    eventMethods(context),
  );

  function self(driver: InstanceType<typeof ChangeStreamObserveDriver>) {
    return driver as unknown as Driver;
  }

  return ChangeStreamObserveDriver as unknown as ChangeStreamObserveDriverClass;
}

function withoutId({ _id, ...fields }: Document): Document {
  return fields;
}
