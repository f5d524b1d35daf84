import type { MongoConnection } from './connection';
import type { MongoContext } from './context';

const REMOTE_COLLECTION_METHODS = [
  'createCappedCollectionAsync',
  'dropIndexAsync',
  'ensureIndexAsync',
  'createIndexAsync',
  'countDocuments',
  'dropCollectionAsync',
  'estimatedDocumentCount',
  'find',
  'findOneAsync',
  'insertAsync',
  'rawCollection',
  'removeAsync',
  'updateAsync',
  'upsertAsync',
] as const;

export const CLIENT_ONLY_METHODS = ['findOne', 'insert', 'remove', 'update', 'upsert'] as const;

type Bound = (...args: never[]) => unknown;

/** The functions of a connection with the collection's name filled in. */
export type OpenCollection = Pick<BoundMethods, (typeof REMOTE_COLLECTION_METHODS)[number]>;

type BoundMethods = {
  [K in keyof MongoConnection]: MongoConnection[K] extends (
    name: string,
    ...args: infer A
  ) => infer R
    ? (...args: A) => R
    : never;
};

export interface RemoteCollectionDriver {
  readonly mongo: MongoConnection;
  /** Binds the connection's functions as they are now: later patches do not reach them. */
  open(name: string): OpenCollection;
}

export type RemoteCollectionDriverClass = new (
  mongoUrl: string,
  options: { oplogUrl?: string },
) => RemoteCollectionDriver;

/** What the synchronous names of the client do on a server. */
export function clientOnly(method: string): (...args: unknown[]) => never {
  return (..._args) => {
    throw new Error(
      `${method} +  is not available on the server. Please use ${method}Async() instead.`,
    );
  };
}

export function createRemoteCollectionDriver(context: MongoContext): RemoteCollectionDriverClass {
  return class RemoteCollectionDriver {
    readonly mongo: MongoConnection;

    constructor(mongoUrl: string, options: { oplogUrl?: string }) {
      this.mongo = new context.Connection(mongoUrl, options);
    }

    open(name: string): OpenCollection {
      const opened: Record<string, unknown> = {};
      for (const method of REMOTE_COLLECTION_METHODS) {
        opened[method] = (this.mongo[method] as Bound).bind(this.mongo, name as never);
      }
      for (const method of CLIENT_ONLY_METHODS) opened[method] = clientOnly(method);
      return opened as OpenCollection;
    }
  };
}
