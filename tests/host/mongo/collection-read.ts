import type { Collection } from './collection';
import type { Cursor, CursorOptions } from './cursor';
import type { Document } from './driver/driver';

type FindArgs = [selector?: unknown, options?: CursorOptions];

export interface CollectionReads {
  find(...args: FindArgs): Cursor;
  findOneAsync(...args: FindArgs): Promise<unknown>;
  countDocuments(...args: Document[]): Promise<number>;
  estimatedDocumentCount(...args: Document[]): Promise<number>;
  _getFindSelector(args: readonly unknown[]): unknown;
  _getFindOptions(args: readonly unknown[]): CursorOptions;
}

/** Asking a collection. `find()` means all documents, `find(undefined)` none. */
export function readMethods() {
  return {
    _getFindSelector(args: readonly unknown[]): unknown {
      return args.length === 0 ? {} : args[0];
    },

    _getFindOptions(this: Collection, args: readonly unknown[]): CursorOptions {
      const { fields, ...options } = (args[1] ?? {}) as CursorOptions;
      return {
        transform: this._transform,
        ...options,
        ...(fields && { projection: fields }),
      };
    },

    find(this: Collection, ...args: FindArgs): Cursor {
      return this._collection.find(this._getFindSelector(args), this._getFindOptions(args));
    },

    findOneAsync(this: Collection, ...args: FindArgs): Promise<unknown> {
      return this._collection.findOneAsync(this._getFindSelector(args), this._getFindOptions(args));
    },

    findOne(this: Collection, ...args: FindArgs): unknown {
      const { findOne } = this._collection as unknown as { findOne(...args: FindArgs): unknown };
      return findOne(this._getFindSelector(args), this._getFindOptions(args));
    },

    countDocuments(this: Collection, ...args: Document[]): Promise<number> {
      return this._collection.countDocuments(...args);
    },

    estimatedDocumentCount(this: Collection, ...args: Document[]): Promise<number> {
      return this._collection.estimatedDocumentCount(...args);
    },
  };
}
