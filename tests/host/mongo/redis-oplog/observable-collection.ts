import type { MongoContext } from '../context';
import type { CursorDescription } from '../cursor';
import type { Document } from '../driver/driver';
import { createProjection, type Project } from '../driver/projection';
import { IdMap } from '../local/id-map';
import type { Matcher } from '../local/matcher';
import type { ObserveDriverOptions } from '../observe/observe-driver';
import type { ObserveMultiplexer } from '../observe/observe-multiplexer';

/** The documents that one query has, and how they change. */
export interface ObservableCollection {
  readonly collectionName: string;
  readonly selector: Document;
  readonly options: CursorDescription['options'];
  readonly store: IdMap<Document>;
  readonly multiplexer: ObserveMultiplexer;
  /** Makes the initial query. */
  init(): Promise<void>;
  isEligible(document: Document): boolean;
  contains(id: unknown): boolean;
  /** Adds a document; `safe` says that its fields are already those asked for. */
  add(document: Document, safe?: boolean): Promise<void>;
  addById(id: unknown): Promise<void>;
  change(document: Document, modifiedFields?: readonly string[]): Promise<void>;
  remove(id: unknown): Promise<void>;
  /** The ids the query has in the database now. */
  currentIds(): Promise<unknown[]>;
}

export type ObservableCollectionClass = new (options: ObserveDriverOptions) => ObservableCollection;

export function createObservableCollection(context: MongoContext): ObservableCollectionClass {
  const { DiffSequence } = context;

  class ObservableCollection {
    multiplexer: ObserveMultiplexer;
    matcher: Matcher | undefined;
    cursorDescription: CursorDescription;
    collectionName: string;
    selector: Document;
    options: CursorDescription['options'];
    store = new IdMap<Document>();
    _project: Project;
    _query: (selector: Document, options: CursorDescription['options']) => Promise<Document[]>;

    constructor({ multiplexer, matcher, cursorDescription, mongoHandle }: ObserveDriverOptions) {
      const { collectionName, selector, options } = cursorDescription;
      this.multiplexer = multiplexer;
      this.matcher = matcher;
      this.cursorDescription = cursorDescription;
      this.collectionName = collectionName;
      this.selector = selector;
      this.options = options;
      this._project = createProjection(options.projection ?? options.fields);
      this._query = async (query, given) =>
        (await mongoHandle.find(collectionName, query, given).fetchAsync()) as Document[];
    }

    async init() {
      const { transform, ...options } = this.options;
      for (const document of await this._query(this.selector, options)) {
        this.store.set(document._id, document);
        await this._tellAdded(document);
      }
      await this.multiplexer.ready();
    }

    isEligible(document: Document) {
      return this.matcher ? this.matcher.documentMatches(document).result : true;
    }

    contains(id: unknown) {
      return this.store.has(id);
    }

    async add(document: Document, safe = false) {
      const projected = safe ? document : this._project(document);
      this.store.set(document._id, projected);
      await this._tellAdded(projected);
    }

    async addById(id: unknown) {
      const { transform, limit, skip, sort, ...options } = this.options;
      const [document] = await this._query({ _id: id }, options);
      if (document) await this.add(document, true);
    }

    async change(document: Document, _modifiedFields?: readonly string[]) {
      const id = document._id;
      const before = this.store.get(id);
      if (!before) return;
      const now = this._project(document);
      this.store.set(id, now);
      const fields = DiffSequence.makeChangedFields(now, before);
      if (Object.keys(fields).length > 0) await this.multiplexer.changed(id, fields);
    }

    async remove(id: unknown) {
      if (!this.store.has(id)) return;
      this.store.remove(id);
      await this.multiplexer.removed(id);
    }

    async currentIds() {
      const { sort, limit, skip } = this.options;
      const options = { ...(sort ? { sort } : {}), ...(limit ? { limit } : {}) };
      const paged = { ...options, ...(skip ? { skip } : {}), projection: { _id: 1 } };
      return (await this._query(this.selector, paged)).map(({ _id }) => _id);
    }

    async _tellAdded({ _id, ...fields }: Document) {
      await this.multiplexer.added(_id, fields);
    }
  }

  return ObservableCollection;
}
