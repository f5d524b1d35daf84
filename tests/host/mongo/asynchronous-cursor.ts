import { idStringify } from '../meteor/object-id';
import type { CursorDescription } from './cursor';
import type { Document, DriverCursor } from './driver/driver';
import { IdMap } from './local/id-map';
import type { TypeReplacement } from './replace-types';

type Transform = (document: Document) => unknown;
type Iterate = (document: unknown, index: number, cursor: unknown) => unknown;

interface Options {
  readonly selfForIteration?: unknown;
  readonly useTransform?: boolean;
}

/** A driver cursor that gives each document once, with Meteor's types. */
export class AsynchronousCursor {
  readonly _dbCursor: DriverCursor;
  readonly _cursorDescription: CursorDescription;
  readonly _selfForIteration: unknown;
  readonly _transform: Transform | null;
  _visitedIds = new Set<string>();
  private readonly types: TypeReplacement;

  constructor(
    dbCursor: DriverCursor,
    cursorDescription: CursorDescription,
    options: Options,
    types: TypeReplacement,
  ) {
    this._dbCursor = dbCursor;
    this._cursorDescription = cursorDescription;
    this._selfForIteration = options.selfForIteration ?? this;
    const { transform } = cursorDescription.options;
    this._transform = options.useTransform && transform ? transform : null;
    this.types = types;
  }

  [Symbol.asyncIterator]() {
    return {
      next: async () => {
        const value = await this._nextObjectPromise();
        return { done: !value, value };
      },
    };
  }

  _rawNextObjectPromise(): Promise<Document | null> {
    return this._dbCursor.next();
  }

  /** The next document, or null at the end. */
  async _nextObjectPromise(): Promise<unknown> {
    for (;;) {
      const raw = await this._rawNextObjectPromise();
      if (!raw) return null;
      const document = this.types.toMeteor(raw);
      if (this.isRepeated(document)) continue;
      return this._transform ? this._transform(document) : document;
    }
  }

  private isRepeated(document: Document): boolean {
    if (this._cursorDescription.options.tailable || !('_id' in document)) return false;
    const key = idStringify(document._id);
    if (this._visitedIds.has(key)) return true;
    this._visitedIds.add(key);
    return false;
  }

  /** Rejects, and closes the cursor, when nothing comes for `timeoutMs`. */
  async _nextObjectPromiseWithTimeout(timeoutMs?: number): Promise<unknown> {
    if (!timeoutMs) return this._nextObjectPromise();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        this.close();
        reject(new Error('Client-side timeout waiting for next object'));
      }, timeoutMs);
      timer.unref();
    });
    return Promise.race([this._nextObjectPromise(), late]).finally(() => clearTimeout(timer));
  }

  async forEach(callback: Iterate, thisArg?: unknown): Promise<void> {
    this._rewind();
    let index = 0;
    for (;;) {
      const document = await this._nextObjectPromise();
      if (!document) return;
      await callback.call(thisArg, document, index++, this._selfForIteration);
    }
  }

  async map(callback: Iterate, thisArg?: unknown): Promise<unknown[]> {
    const results: unknown[] = [];
    await this.forEach(async (document, index) => {
      results.push(await callback.call(thisArg, document, index, this._selfForIteration));
    });
    return results;
  }

  _rewind(): void {
    this._dbCursor.rewind();
    this._visitedIds = new Set();
  }

  close(): void {
    this._dbCursor.close();
  }

  fetch(): Promise<unknown[]> {
    return this.map((document) => document);
  }

  /** The whole result: in order as an array, else by id. */
  async getRawObjects(ordered: boolean): Promise<Document[] | IdMap<Document>> {
    if (ordered) return this.fetch() as Promise<Document[]>;
    const results = new IdMap<Document>();
    await this.forEach((document) => {
      const found = document as Document;
      results.set(found._id, found);
    });
    return results;
  }
}
