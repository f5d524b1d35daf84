import type { EventEmitter } from 'node:events';
import type { Timestamp } from 'mongodb';

/**
 * The slice of the `mongodb` driver that the host's Mongo package uses. The
 * memory driver implements it; a real `MongoClient` fits in its place.
 */
export interface DriverClient extends EventEmitter {
  /** Whether commands are announced as `commandStarted`, `…Succeeded`, `…Failed`. */
  monitorCommands: boolean;
  connect(): Promise<unknown>;
  close(): Promise<void>;
  db(name?: string): DriverDb;
  startSession(): DriverSession;
}

/** Knows when, in the server's time, the last operation made with it took place. */
export interface DriverSession {
  operationTime?: Timestamp | undefined;
  endSession(): Promise<void>;
}

export type CreateClient = (url: string, options: object) => DriverClient;

export type Document = Record<string, unknown>;

export interface DriverDb {
  readonly databaseName: string;
  admin(): DriverAdmin;
  collection(name: string): DriverCollection;
  command(command: Document): Promise<Document>;
  createCollection(name: string, options?: object): Promise<unknown>;
  dropDatabase(): Promise<unknown>;
}

export interface DriverAdmin {
  command(command: Document): Promise<Document>;
  serverInfo(): Promise<Document>;
}

export interface FindOptions {
  readonly sort?: unknown;
  readonly limit?: number | undefined;
  readonly skip?: number | undefined;
  readonly projection?: Document | undefined;
}

export interface WriteOptions {
  readonly session?: DriverSession | undefined;
}

export interface UpdateOptions extends WriteOptions {
  readonly upsert?: boolean;
  readonly multi?: boolean;
  readonly arrayFilters?: Document[];
}

export interface UpdateResult {
  readonly acknowledged: boolean;
  readonly matchedCount: number;
  readonly modifiedCount: number;
  readonly upsertedCount: number;
  readonly upsertedId: unknown;
}

export interface DriverCollection {
  readonly collectionName: string;
  readonly namespace: string;
  aggregate(pipeline: Document[]): { toArray(): Promise<Document[]> };
  bulkWrite(operations: Document[]): Promise<Document>;
  countDocuments(selector?: Document, options?: FindOptions): Promise<number>;
  createIndex(index: Document | string, options?: Document): Promise<string>;
  deleteMany(selector: Document, options?: WriteOptions): Promise<{ deletedCount: number }>;
  deleteOne(selector: Document, options?: WriteOptions): Promise<{ deletedCount: number }>;
  distinct(field: string, selector?: Document): Promise<unknown[]>;
  drop(options?: WriteOptions): Promise<boolean>;
  dropIndex(name: string): Promise<unknown>;
  estimatedDocumentCount(): Promise<number>;
  find(selector?: Document, options?: FindOptions): DriverCursor;
  findOne(selector?: Document, options?: FindOptions): Promise<Document | null>;
  findOneAndUpdate(s: Document, modifier: Document, o?: UpdateOptions): Promise<Document | null>;
  indexes(): Promise<Document[]>;
  insertMany(documents: Document[], options?: object): Promise<Document>;
  insertOne(document: Document, options?: WriteOptions): Promise<{ insertedId: unknown }>;
  replaceOne(s: Document, replacement: Document, options?: UpdateOptions): Promise<UpdateResult>;
  updateMany(s: Document, modifier: Document, options?: UpdateOptions): Promise<UpdateResult>;
  updateOne(s: Document, modifier: Document, options?: UpdateOptions): Promise<UpdateResult>;
  watch(pipeline: Document[], options: WatchOptions): DriverChangeStream;
}

export interface WatchOptions {
  readonly fullDocument: 'updateLookup';
  readonly fullDocumentBeforeChange: 'whenAvailable';
  /** Where to begin: with what happened then, or after the event with this token. */
  readonly startAtOperationTime?: Timestamp;
  readonly startAfter?: unknown;
}

/** Emits `change` with each {@link ChangeEvent}, `error`, and `close` when it has ended. */
export interface DriverChangeStream extends EventEmitter {
  close(): Promise<void>;
}

export interface ChangeEvent {
  /** The resume token. */
  readonly _id: unknown;
  readonly operationType: string;
  readonly clusterTime?: Timestamp;
  readonly wallTime?: Date;
  readonly ns?: { readonly db: string; readonly coll: string };
  readonly documentKey?: { readonly _id: unknown };
  /** The document as it is when the event is delivered; null when it is gone. */
  readonly fullDocument?: Document | null;
  readonly fullDocumentBeforeChange?: Document | null;
  readonly updateDescription?: Document;
}

export interface DriverCursor extends AsyncIterable<Document> {
  addCursorFlag(flag: string, value: boolean): DriverCursor;
  close(): Promise<void>;
  hint(index: unknown): DriverCursor;
  limit(count: number): DriverCursor;
  maxTimeMS(ms: number): DriverCursor;
  next(): Promise<Document | null>;
  rewind(): void;
  skip(count: number): DriverCursor;
  sort(sort: unknown): DriverCursor;
  toArray(): Promise<Document[]>;
}
