import type { Subscription } from '../ddp/types';
import { legacyClass } from '../meteor/legacy-class';
import { ObjectID } from '../meteor/object-id';
import { type CollectionReads, readMethods } from './collection-read';
import { type CollectionWrites, writeMethods } from './collection-write';
import type { MongoContext } from './context';
import type { Cursor } from './cursor';
import type { Document } from './driver/driver';
import { rewriteSelector } from './local/selectors';
import { createUnconnectedCollection } from './local/unconnected-collection';
import { mutationMethods } from './mutation-methods';
import { publishCursor } from './publish-cursor';
import type { OpenCollection, RemoteCollectionDriver } from './remote-collection-driver';

export interface CollectionOptions {
  readonly connection?: object | null;
  readonly idGeneration?: 'STRING' | 'MONGO';
  readonly transform?: ((document: Document) => unknown) | null;
  readonly resolverType?: unknown;
  readonly defineMutationMethods?: boolean;
  readonly _driver?: RemoteCollectionDriver;
  readonly _preventAutopublish?: boolean;
  readonly _suppressSameNameError?: boolean;
}

/** `Mongo.Collection` on a server. */
export interface Collection extends CollectionReads, CollectionWrites {
  readonly _name: string | null;
  readonly _collection: OpenCollection;
  readonly _connection: unknown;
  readonly _driver: RemoteCollectionDriver;
  readonly _transform: ((document: Document) => unknown) | null;
  readonly _prefix: string;
  _restricted: boolean;
  _insecure: boolean | undefined;
  _makeNewID(): string | ObjectID;
  _isInsecure(): boolean;
  allow(rules: object): void;
  deny(rules: object): void;
}

export interface CollectionClass {
  new (name: string | null, options?: CollectionOptions): Collection;
  _publishCursor(cursor: Cursor, sub: Subscription, collection: string): unknown;
  _rewriteSelector(selector: unknown, options?: { fallbackId?: unknown }): Document;
}

/** The default driver, and that of collections without a connection. */
type CollectionDriver = RemoteCollectionDriver | { open(name: string | null): OpenCollection };

interface Environment {
  /** All collections by name, as `Mongo._collections` has them. */
  readonly collections: Map<string | null, Collection>;
  readonly defaultDriver: () => RemoteCollectionDriver;
}

/**
 * The class `Mongo.Collection` of one host. Collections without a name, or with
 * `connection: null`, live in this process only.
 */
export function createCollectionClass(
  context: MongoContext,
  { collections, defaultDriver }: Environment,
): CollectionClass {
  const { Meteor, DDP, Random } = context.options;
  const localDriver = {
    open: (name: string | null) =>
      createUnconnectedCollection(context, name) as unknown as OpenCollection,
  };

  class Collection {
    _makeNewID: () => string | ObjectID;
    _transform: ((document: Document) => unknown) | null;
    resolverType: unknown;
    _connection: unknown;
    _collection: OpenCollection;
    _name: string | null;
    _driver: CollectionDriver;
    _settingUpReplicationPromise: Promise<void>;
    _restricted = false;
    _insecure: boolean | undefined = undefined;
    _validators: object = noValidators();
    _prefix: string;

    constructor(name: string | null, options: CollectionOptions | undefined) {
      const given: CollectionOptions = { ...options };
      assertName(name);
      const isLocal = name === null || given.connection === null;
      this._makeNewID = idMaker(name, given.idGeneration);
      this._transform = wrapTransform(given.transform);
      this.resolverType = given.resolverType;
      this._connection = isLocal ? null : Meteor.server;
      this._driver = given._driver ?? (isLocal ? localDriver : defaultDriver());
      this._collection = this._driver.open(name as string);
      this._name = name;
      this._settingUpReplicationPromise = this._maybeSetUpReplication(name);
      this._prefix = `/${name}/`;
      if (given.defineMutationMethods !== false) {
        this._defineMutationMethods({ useExisting: given._suppressSameNameError === true });
      }
      collections.set(name, self(this));
    }

    async _maybeSetUpReplication(_name: string | null) {}

    _defineMutationMethods(options: { useExisting?: boolean }) {
      if (!this._connection) return;
      const methods = mutationMethods(context, self(this));
      const defined = Object.keys(methods).some((name) => name in Meteor.server.method_handlers);
      if (!defined) Meteor.server.methods(methods);
      else if (!options.useExisting) {
        throw new Error(`There is already a collection named "${this._name}"`);
      }
    }

    _isRemoteCollection() {
      return Boolean(this._connection && this._connection !== Meteor.server);
    }

    _isInsecure() {
      return this._insecure ?? Boolean(context.options.Package?.insecure);
    }

    allow(_rules: object) {
      this._restricted = true;
    }

    deny(_rules: object) {
      this._restricted = true;
    }

    rawCollection() {
      const { rawCollection } = this._collection;
      if (!rawCollection) throw new Error('Can only call rawCollection on server collections');
      return rawCollection();
    }

    rawDatabase() {
      if (!('mongo' in this._driver)) {
        throw new Error('Can only call rawDatabase on server collections');
      }
      return this._driver.mongo.db;
    }
  }

  function self(collection: InstanceType<typeof Collection>) {
    return collection as unknown as InstanceType<CollectionClass>;
  }

  function idMaker(name: string | null, idGeneration: string | undefined) {
    const source = () => (name === null ? Random : DDP.randomStream(`/collection/${name}`));
    if (idGeneration === 'MONGO') return () => new ObjectID(source().hexString(24));
    return () => source().id();
  }

  Object.assign(legacyClass(Collection).prototype, readMethods(), writeMethods(context));
  return Object.assign(Collection, {
    _publishCursor: publishCursor,
    _rewriteSelector: (selector: unknown, { fallbackId }: { fallbackId?: unknown } = {}) =>
      rewriteSelector(selector, () => fallbackId || Random.id()),
  }) as unknown as CollectionClass;
}

function assertName(name: unknown): void {
  if (name !== null && (typeof name !== 'string' || name === '')) {
    throw new Error('First argument to new Mongo.Collection must be a string or null');
  }
}

/** A transform that keeps the `_id` and accepts only objects. */
function wrapTransform(transform: CollectionOptions['transform']) {
  if (!transform) return null;
  return (document: Document): unknown => {
    const result = transform(document) as Document;
    if (typeof result !== 'object' || result === null) {
      throw new Error('transform must return object');
    }
    if (!('_id' in result)) result._id = document._id;
    return result;
  };
}

function noValidators(): object {
  const none = () => ({ allow: [], deny: [] });
  return {
    insert: none(),
    update: none(),
    remove: none(),
    insertAsync: none(),
    updateAsync: none(),
    removeAsync: none(),
    upsertAsync: none(),
    fetch: [],
    fetchAllFields: false,
  };
}
