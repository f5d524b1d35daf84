import { aggregate } from 'mingo';
import type {
  Document,
  DriverChangeStream,
  DriverCollection,
  DriverDb,
  FindOptions,
  UpdateOptions,
  UpdateResult,
  WatchOptions,
  WriteOptions,
} from './driver';
import { watch } from './memory-change-stream';
import { createCursor, MemoryCursor } from './memory-cursor';
import type { Network } from './memory-network';
import type { MemoryServer } from './memory-server';
import { keyOf, valueAt } from './values';

/** A collection with the names and results of the `mongodb` driver's. */
export class MemoryCollection implements DriverCollection {
  readonly namespace: string;
  /** Where the driver, too, keeps what a collection is of. */
  readonly s: { readonly db: DriverDb };
  private readonly database: string;

  constructor(
    db: DriverDb,
    private readonly server: MemoryServer,
    private readonly network: Network,
    readonly collectionName: string,
  ) {
    this.s = { db };
    this.database = db.databaseName;
    this.namespace = `${this.database}.${collectionName}`;
  }

  private send<T>(name: string, body: Document, execute: () => T): Promise<T> {
    const { database, collectionName: collection } = this;
    return this.network.send({ name, database, collection, body }, execute);
  }

  /** Sends a write and tells its session when it took place. */
  private write<T>(
    name: string,
    body: Document,
    { session }: WriteOptions,
    execute: () => T,
  ): Promise<T> {
    return this.send(name, body, () => {
      const result = execute();
      if (session) session.operationTime = this.server.oplog.lastTimestamp();
      return result;
    });
  }

  find(selector: Document = {}, options: FindOptions = {}) {
    const { server, network, database, collectionName: collection } = this;
    return createCursor({ server, network, database, collection }, selector, options);
  }

  findOne(selector: Document = {}, options: FindOptions = {}) {
    return this.find(selector, { ...options, limit: 1 }).next();
  }

  async insertOne(document: Document, options: WriteOptions = {}) {
    const insertedId = await this.write('insert', { documents: [document] }, options, () =>
      this.server.insert(this.namespace, document),
    );
    return { acknowledged: true, insertedId };
  }

  async insertMany(documents: Document[], _options?: object) {
    const ids = await this.send('insert', { documents }, () =>
      documents.map((document) => this.server.insert(this.namespace, document)),
    );
    return { acknowledged: true, insertedCount: ids.length, insertedIds: { ...ids } };
  }

  updateOne(selector: Document, modifier: Document, options: UpdateOptions = {}) {
    return this.update(selector, modifier, { ...options, multi: false });
  }

  updateMany(selector: Document, modifier: Document, options: UpdateOptions = {}) {
    return this.update(selector, modifier, { ...options, multi: true });
  }

  replaceOne(selector: Document, replacement: Document, options: UpdateOptions = {}) {
    return this.update(selector, replacement, { ...options, multi: false });
  }

  private update(q: Document, u: Document, options: UpdateOptions): Promise<UpdateResult> {
    const { multi, upsert } = options;
    return this.write('update', { updates: [{ q, u, multi, upsert }] }, options, () =>
      this.server.update(this.namespace, q, u, options),
    );
  }

  findOneAndUpdate(query: Document, update: Document, options: UpdateOptions = {}) {
    return this.send('findAndModify', { query, update }, () => {
      const [before] = this.server.find(this.namespace, query, { limit: 1 });
      const target = before ? { _id: before._id } : query;
      this.server.update(this.namespace, target, update, options);
      return before ?? null;
    });
  }

  deleteOne(selector: Document, options: WriteOptions = {}) {
    return this.delete(selector, 1, options);
  }

  deleteMany(selector: Document, options: WriteOptions = {}) {
    return this.delete(selector, 0, options);
  }

  private async delete(q: Document, limit: number, options: WriteOptions) {
    const deletedCount = await this.write('delete', { deletes: [{ q, limit }] }, options, () =>
      this.server.remove(this.namespace, q, limit),
    );
    return { acknowledged: true, deletedCount };
  }

  countDocuments(selector: Document = {}, options: FindOptions = {}) {
    const { limit, skip } = options;
    return this.send('aggregate', { pipeline: [{ $match: selector }] }, () => {
      return this.server.find(this.namespace, selector, { limit, skip }).length;
    });
  }

  estimatedDocumentCount() {
    return this.send('count', {}, () => this.server.table(this.namespace).size());
  }

  distinct(key: string, query: Document = {}) {
    return this.send('distinct', { key, query }, () => {
      const values = this.server.find(this.namespace, query).map((found) => valueAt(found, key));
      return [...new Map(values.map((value) => [keyOf(value), value])).values()];
    });
  }

  aggregate(pipeline: Document[]) {
    const run = () => aggregate(this.server.find(this.namespace, {}), pipeline) as Document[];
    return new MemoryCursor(() => this.send('aggregate', { pipeline }, run), {});
  }

  /** Calls none of the other functions: they may be hooked, and the driver's does not either. */
  async bulkWrite(operations: Document[]): Promise<Document> {
    const sum = { insertedCount: 0, matchedCount: 0, modifiedCount: 0, deletedCount: 0 };
    const totals: Record<string, number> = { ...sum, upsertedCount: 0 };
    for (const operation of operations) {
      for (const [name, given] of Object.entries(operation)) {
        const counts = await this.writeOne(name, given as Record<string, Document>);
        for (const key of Object.keys(totals)) {
          totals[key] = (totals[key] ?? 0) + Number((counts as Document)[key] ?? 0);
        }
      }
    }
    return { ok: 1, ...totals };
  }

  private async writeOne(name: string, given: Record<string, Document>): Promise<object> {
    const { document = {}, filter = {}, update = {}, replacement = {} } = given;
    const options = given as UpdateOptions;
    if (name === 'insertOne') {
      await this.send('insert', { documents: [document] }, () =>
        this.server.insert(this.namespace, document),
      );
      return { insertedCount: 1 };
    }
    if (name === 'updateOne') return this.update(filter, update, { ...options, multi: false });
    if (name === 'updateMany') return this.update(filter, update, { ...options, multi: true });
    if (name === 'replaceOne') {
      return this.update(filter, replacement, { ...options, multi: false });
    }
    if (name === 'deleteOne') return this.delete(filter, 1, {});
    if (name === 'deleteMany') return this.delete(filter, 0, {});
    throw new Error(`bulkWrite has no operation ${name}`);
  }

  createIndex(index: Document | string, options: Document = {}): Promise<string> {
    const key = typeof index === 'string' ? { [index]: 1 } : index;
    const generated = Object.entries(key).map(([field, way]) => `${field}_${way}`);
    const name = String(options.name ?? generated.join('_'));
    const unique = Boolean(options.unique);
    const sparse = Boolean(options.sparse);
    return this.send('createIndexes', { indexes: [{ key, name }] }, () => {
      this.server.table(this.namespace).indexes.set(name, { name, key, unique, sparse });
      return name;
    });
  }

  listIndexes() {
    const list = () => {
      const own = [...this.server.table(this.namespace).indexes.values()];
      return [{ name: '_id_', key: { _id: 1 } }, ...own.map((index) => ({ ...index }))];
    };
    return new MemoryCursor(() => this.send('listIndexes', {}, list), {});
  }

  indexes() {
    return this.listIndexes().toArray();
  }

  dropIndex(name: string) {
    return this.send('dropIndexes', { index: name }, () =>
      this.server.table(this.namespace).indexes.delete(name),
    );
  }

  drop(options: WriteOptions = {}) {
    return this.write('drop', {}, options, () => this.server.drop(this.namespace));
  }

  watch(_pipeline: Document[], options: WatchOptions): DriverChangeStream {
    const { server, network, database, collectionName: collection } = this;
    return watch({ server, network, database, collection }, options);
  }
}
