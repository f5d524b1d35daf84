/** The part of Meteor's Mongo layer this instrument touches; the driver's class is found on a live connection. */
export interface MutationTarget {
  /** `MongoInternals.Connection.prototype`. */
  readonly connection: WritingFunctions;
  /** `Mongo.Collection.prototype`. */
  readonly collection: { rawCollection(...args: never[]): unknown };
  /** `Mongo._collections`, from Meteor 3.0.2: what was made before the hooks. */
  readonly collections?: ReadonlyMap<unknown, KnownCollection> | undefined;
}

/** The functions of a connection that write. An upsert is an update of theirs. */
export interface WritingFunctions {
  insertAsync(...args: never[]): unknown;
  updateAsync(...args: never[]): unknown;
  removeAsync(...args: never[]): unknown;
}

export interface KnownCollection {
  readonly _name?: unknown;
  /** The functions of the connection with the name filled in, bound when the collection was made. */
  readonly _collection?: object | undefined;
  readonly _driver?: { readonly mongo?: WritingConnection } | undefined;
}

/** A live `MongoInternals.Connection`. */
export interface WritingConnection {
  /** Makes an object of the driver's class for collections; asks the database nothing. */
  rawCollection(name: string): DriverCollection;
}

/** A collection of the package `mongodb`. */
export interface DriverCollection {
  readonly collectionName: string;
}
