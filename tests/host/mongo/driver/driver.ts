import type { EventEmitter } from 'node:events';

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
}

export type CreateClient = (url: string, options: object) => DriverClient;

export type Document = Record<string, unknown>;

export interface DriverDb {
  readonly databaseName: string;
  admin(): { command(command: Document): Promise<Document> };
  collection(name: string): DriverCollection;
  createCollection(name: string, options?: object): Promise<unknown>;
  dropDatabase(): Promise<unknown>;
}

export interface FindOptions {
  readonly sort?: unknown;
  readonly limit?: number | undefined;
  readonly skip?: number | undefined;
  readonly projection?: Document | undefined;
}

export interface UpdateOptions {
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
  deleteMany(selector: Document, options?: object): Promise<{ deletedCount: number }>;
  deleteOne(selector: Document, options?: object): Promise<{ deletedCount: number }>;
  distinct(field: string, selector?: Document): Promise<unknown[]>;
  drop(): Promise<boolean>;
  dropIndex(name: string): Promise<unknown>;
  estimatedDocumentCount(): Promise<number>;
  find(selector?: Document, options?: FindOptions): DriverCursor;
  findOne(selector?: Document, options?: FindOptions): Promise<Document | null>;
  findOneAndUpdate(s: Document, modifier: Document, o?: UpdateOptions): Promise<Document | null>;
  indexes(): Promise<Document[]>;
  insertMany(documents: Document[], options?: object): Promise<Document>;
  insertOne(document: Document, options?: object): Promise<{ insertedId: unknown }>;
  replaceOne(s: Document, replacement: Document, options?: UpdateOptions): Promise<UpdateResult>;
  updateMany(s: Document, modifier: Document, options?: UpdateOptions): Promise<UpdateResult>;
  updateOne(s: Document, modifier: Document, options?: UpdateOptions): Promise<UpdateResult>;
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
