import type { ConnectionSource } from '../../../common/mongo-connections';

/** The part of Meteor's Mongo layer, and of the driver, this instrument touches; the rest is found on live connections. */
export interface DatabaseTarget extends ConnectionSource<'rawCollection'> {
  /** `ClientSession.prototype` of the package `mongodb`; without it, ends of transactions are not seen. */
  readonly session?: SessionPrototype | undefined;
}

export interface SessionPrototype {
  commitTransaction(...args: never[]): unknown;
  abortTransaction(...args: never[]): unknown;
}

/** A `ClientSession` of the driver. */
export interface DriverSession {
  readonly client?: object;
  readonly transaction?: { readonly state?: unknown };
}

/** A live `MongoInternals.Connection`. */
export interface DatabaseConnection {
  readonly db: object;
  readonly client: object;
  /** Makes an object of the driver's class for collections; asks the database nothing. */
  rawCollection(name: string): DriverCollection;
}

/** A `Collection` of the driver. */
export interface DriverCollection {
  readonly collectionName: string;
  /** What belongs to the driver alone, the same in its versions 4 to 6. */
  readonly s?: { readonly db?: object };
}

/** A cursor of the driver: of `find`, `aggregate` or `listIndexes`. */
export interface DriverCursor {
  /** Undefined until the database was asked, and after `rewind`; zero when it has nothing more. */
  readonly id: { isZero(): boolean } | undefined;
  readonly closed: boolean;
  /** Documents that are here, and not yet handed out. */
  bufferedCount(): number;
}
