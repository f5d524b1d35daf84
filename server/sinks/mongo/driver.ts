/** The part of the package `mongodb` (4.17 to 6) that the sink uses. */
export interface MongoDriver {
  readonly MongoClient: new (url: string, options: object) => MongoClient;
}

export interface MongoClient {
  db(name: string, options?: object): MongoDatabase;
  /** Does nothing when it is connected. */
  connect(): Promise<unknown>;
  /** With `force` at once, whatever is under way. */
  close(force?: boolean): Promise<void>;
}

export interface MongoDatabase {
  collection<Doc>(name: string): MongoCollection<Doc>;
  createCollection(name: string): Promise<unknown>;
  listCollections(filter: object, options: object): MongoCursor<{ readonly name: string }>;
}

export interface MongoCollection<Doc> {
  find<Found = Doc>(filter: object, options?: object): MongoCursor<Found>;
  findOne(filter: object, options?: object): Promise<Doc | null>;
  insertOne(doc: Doc): Promise<unknown>;
  insertMany(docs: readonly Doc[], options: { readonly ordered: false }): Promise<unknown>;
  updateOne(filter: object, change: object, options?: object): Promise<MongoUpdated>;
  aggregate<Found>(stages: readonly object[], options: object): MongoCursor<Found>;
  deleteMany(filter: object): Promise<{ readonly deletedCount: number }>;
  updateMany(filter: object, change: object): Promise<MongoUpdated>;
  bulkWrite(operations: readonly object[], options: { readonly ordered: false }): Promise<unknown>;
  createIndexes(indexes: readonly object[]): Promise<unknown>;
}

export interface MongoUpdated {
  readonly matchedCount: number;
  readonly upsertedCount: number;
}

export interface MongoCursor<Doc> extends AsyncIterable<Doc> {
  toArray(): Promise<Doc[]>;
}
