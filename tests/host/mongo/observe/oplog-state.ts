import type { Write } from '../../ddp/server-types';
import type { MongoConnection } from '../connection';
import type { Cursor, CursorDescription } from '../cursor';
import type { Document } from '../driver/driver';
import type { Project } from '../driver/projection';
import type { IdMap } from '../local/id-map';
import type { Matcher } from '../local/matcher';
import type { Comparator, Sorter } from '../local/sorter';
import type { ObserveDriver } from './observe-driver';
import type { ObserveMultiplexer } from './observe-multiplexer';
import type { OplogEntry } from './oplog-entry';
import type { StopHandle } from './oplog-handle';
import type { SortedIdMap } from './sorted-id-map';

/** What an oplog driver is doing: running its query, fetching documents, or following. */
export type Phase = 'QUERYING' | 'FETCHING' | 'STEADY';

/**
 * Thrown where a driver goes over to querying, so that what was under way for
 * another phase ends. Control flow, not an error; {@link untilQuerying} catches it.
 */
export class SwitchedToQuery {}

/** Runs `f` until it is done or the driver goes over to querying. */
export function untilQuerying<A extends unknown[]>(f: (...args: A) => unknown) {
  return (...args: A): void => {
    try {
      f(...args);
    } catch (thrown) {
      if (!(thrown instanceof SwitchedToQuery)) throw thrown;
    }
  };
}

export type Published = IdMap<Document> | SortedIdMap;

/** The state of an oplog driver and the functions by which its parts call each other. */
export interface OplogDriver extends ObserveDriver {
  readonly _usesOplog: true;
  readonly _id: number;
  readonly _cursorDescription: CursorDescription;
  readonly _mongoHandle: MongoConnection;
  readonly _multiplexer: ObserveMultiplexer;
  readonly _limit: number;
  readonly _comparator: Comparator | null;
  readonly _sorter: Sorter | null;
  readonly _matcher: Matcher;
  readonly _projectionFn: Project;
  readonly _sharedProjection: Document;
  readonly _sharedProjectionFn: Project;
  _published: Published;
  /** Documents beyond the limit, kept ready to take the place of those that leave. */
  _unpublishedBuffer: SortedIdMap | null;
  /** Whether no document matches that is neither published nor in the buffer. */
  _safeAppendToBuffer: boolean;
  _stopped: boolean;
  _stopHandles: StopHandle[];
  _phase: Phase;
  _phaseStartTime: Date;
  _needToFetch: IdMap<OplogEntry>;
  _currentlyFetching: IdMap<OplogEntry> | null;
  _fetchGeneration: number;
  _requeryWhenDoneThisQuery: boolean;
  _writesToCommitWhenWeReachSteady: Write[];

  _addPublished(id: unknown, document: Document): void;
  _removePublished(id: unknown): void;
  _changePublished(id: unknown, oldDocument: Document, newDocument: Document): void;
  _addBuffered(id: unknown, document: Document): void;
  _removeBuffered(id: unknown): void;
  _addMatching(document: Document): void;
  _removeMatching(id: unknown): void;
  _handleDoc(id: unknown, newDocument: Document | null): void;
  _handleOplogEntryQuerying(op: OplogEntry): void;
  _handleOplogEntrySteadyOrFetching(op: OplogEntry): void;
  _fetchModifiedDocuments(): void;
  _beSteady(): Promise<void>;
  _runInitialQuery(): Promise<void>;
  _runInitialQueryAsync(): Promise<void>;
  _runQuery(options?: QueryOptions): Promise<void>;
  _runQueryAsync(options?: QueryOptions): Promise<void>;
  _pollQuery(): void;
  _needToPollQuery(): void;
  _doneQuerying(): Promise<void>;
  _cursorForQuery(overwrite: object): Cursor;
  _publishNewResults(newResults: IdMap<Document>, newBuffer: IdMap<Document>): void;
  _registerPhaseChange(phase: Phase): void;
  _addStopHandles(handles: StopHandle | StopHandle[]): void;
  _stop(): Promise<void>;
}

export interface QueryOptions {
  readonly initial?: boolean;
}
