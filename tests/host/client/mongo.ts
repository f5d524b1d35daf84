import type { Ejson } from '../meteor/ejson';
import { idParse, ObjectID } from '../meteor/object-id';
import { Random } from '../meteor/random';
import { createDiffSequence } from '../mongo/local/diff-sequence';
import type { Connection, Store } from './connection/types';
import { createLocalCollection, type LocalCollection } from './local-collection';
import type { FindOptions } from './local-cursor';
import { createStore } from './replicate';
import type { Tracker } from './tracker';

type Document = Record<string, unknown>;

interface Needs {
  readonly EJSON: Ejson;
  readonly Tracker: Tracker;
  readonly connection: Connection;
}

interface CollectionOptions {
  /** `null` for documents that no server knows of. */
  readonly connection?: Connection | null;
  readonly transform?: (document: Document) => unknown;
}

export type ClientMongo = ReturnType<typeof createClientMongo>;

/**
 * The package `mongo` on a client: what the server publishes, to be read. There
 * are no mutations of the app's own on replicated collections but in stubs, as
 * apps without `insecure` and `allow` have them.
 */
export function createClientMongo({ EJSON, Tracker, connection: standard }: Needs) {
  const needs = { EJSON, Tracker, DiffSequence: createDiffSequence(EJSON) };
  const collections = new Map<string | null, Collection>();

  class Collection {
    readonly _name: string | null;
    readonly _connection: Connection | null;
    readonly _collection: LocalCollection;
    readonly _transform: CollectionOptions['transform'];

    constructor(name: string | null, options: CollectionOptions = {}) {
      this._name = name;
      this._transform = options.transform;
      const { connection = standard } = options;
      this._connection = name === null ? null : connection;
      this._collection = createLocalCollection(name, needs);
      if (name !== null) this.#replicate(name);
      collections.set(name, this);
    }

    #replicate(name: string): void {
      const store: Store = createStore(this._collection, this, EJSON);
      this._connection?.registerStoreClient(name, store);
    }

    find(selector: unknown = {}, options: FindOptions = {}) {
      return this._collection.find(selector, this.#withTransform(options));
    }

    findOne(selector: unknown = {}, options: FindOptions = {}): unknown {
      return this._collection.findOne(selector, this.#withTransform(options));
    }

    async findOneAsync(selector: unknown = {}, options: FindOptions = {}): Promise<unknown> {
      return this.findOne(selector, options);
    }

    async countDocuments(selector: unknown = {}): Promise<number> {
      return this._collection.find(selector).count();
    }

    insert(document: Document): unknown {
      return this._collection.insert({ _id: Random.id(), ...document });
    }

    update(selector: unknown, modifier: Document, options?: { multi?: boolean }): number {
      return this._collection.update(selector, modifier, options);
    }

    remove(selector: unknown): number {
      return this._collection.remove(selector);
    }

    async insertAsync(document: Document): Promise<unknown> {
      return this.insert(document);
    }

    async updateAsync(...args: Parameters<Collection['update']>): Promise<number> {
      return this.update(...args);
    }

    async removeAsync(selector: unknown): Promise<number> {
      return this.remove(selector);
    }

    #withTransform(options: FindOptions): FindOptions {
      return this._transform ? { transform: this._transform, ...options } : options;
    }
  }

  return {
    Mongo: {
      Collection,
      ObjectID,
      _collections: collections,
      getCollection: (name: string) => collections.get(name),
    },
    MongoID: { idParse, ObjectID },
  };
}
