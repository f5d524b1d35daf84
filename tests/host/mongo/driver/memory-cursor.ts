import { Query } from 'mingo';
import { Long } from 'mongodb';
import type { Document, DriverCursor, FindOptions } from './driver';
import type { Network } from './memory-network';
import type { MemoryServer } from './memory-server';
import { createTail, type Tail } from './memory-tail';

/** Which collection is asked, and by what way. */
export interface CursorSource {
  readonly server: MemoryServer;
  readonly network: Network;
  readonly database: string;
  readonly collection: string;
}

/** A cursor of `find`: asks the server at the first `next`, and again after `rewind`. */
export function createCursor(
  source: CursorSource,
  selector: Document,
  given: FindOptions,
): MemoryCursor {
  const { server, network, database, collection } = source;
  const options = { ...given };
  const ask = () =>
    network.send(
      { name: 'find', database, collection, body: { filter: selector, ...options } },
      () =>
        database === 'local' && collection === 'oplog.rs'
          ? fromOplog(server, selector, options)
          : server.find(`${database}.${collection}`, selector, options),
    );
  return new MemoryCursor(ask, options, () => createTail(source, selector));
}

type Options = { -readonly [Key in keyof FindOptions]: FindOptions[Key] };

/**
 * A cursor whose documents come in one batch. As with the driver's, all ways to
 * read it go by `next`.
 */
export class MemoryCursor implements DriverCursor {
  id: { isZero(): boolean } | undefined;
  private documents: Document[] = [];
  private asking: Promise<void> | undefined;
  private tail: Tail | undefined;
  private isTailable = false;
  private isClosed = false;

  constructor(
    private readonly ask: () => Promise<Document[]>,
    private readonly options: Options,
    private readonly createTail?: () => Tail,
  ) {}

  get closed(): boolean {
    return this.isClosed && this.documents.length === 0;
  }

  bufferedCount(): number {
    return this.documents.length;
  }

  async next(): Promise<Document | null> {
    if (this.isTailable && this.createTail) {
      this.tail ??= this.createTail();
      return this.tail.next();
    }
    if (!this.id && !this.isClosed) {
      this.asking ??= this.fetch();
      await this.asking;
    }
    return this.documents.shift() ?? null;
  }

  private async fetch(): Promise<void> {
    try {
      this.documents = [...(await this.ask())];
      this.id = Long.ZERO;
    } finally {
      this.asking = undefined;
    }
  }

  async toArray(): Promise<Document[]> {
    const all: Document[] = [];
    for await (const document of this) all.push(document);
    return all;
  }

  async *[Symbol.asyncIterator]() {
    for (let found = await this.next(); found; found = await this.next()) yield found;
  }

  rewind(): void {
    this.id = undefined;
    this.documents = [];
    this.isClosed = false;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.documents = [];
    this.tail?.close();
  }

  addCursorFlag(flag: string, value: boolean): this {
    if (flag === 'tailable') this.isTailable = value;
    return this;
  }

  hint(): this {
    return this;
  }

  maxTimeMS(): this {
    return this;
  }

  limit(limit: number): this {
    return this.set({ limit });
  }

  skip(skip: number): this {
    return this.set({ skip });
  }

  sort(sort: unknown): this {
    return this.set({ sort });
  }

  private set(changed: FindOptions): this {
    Object.assign(this.options, changed);
    return this;
  }
}

/** Only what the oplog is asked for: the newest entry that matches. */
function fromOplog(server: MemoryServer, selector: Document, { limit = 0 }: FindOptions) {
  const query = new Query(selector as never);
  const { entries } = server.oplog;
  const found: Document[] = [];
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry && query.test(entry)) found.push(entry);
    if (limit && found.length === limit) break;
  }
  return found;
}
