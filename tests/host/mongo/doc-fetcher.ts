import type { Ejson } from '../meteor/ejson';
import type { MongoConnection } from './connection';
import type { Document } from './driver/driver';

type Callback = (error: unknown, document?: Document | null) => void;

/** Fetches the document an oplog entry is about, once for all who ask for the same entry. */
export class DocFetcher {
  readonly _mongoConnection: MongoConnection;
  readonly _callbacksForOp = new Map<object, Callback[]>();
  private readonly EJSON: Ejson;

  constructor(mongoConnection: MongoConnection, EJSON: Ejson) {
    this._mongoConnection = mongoConnection;
    this.EJSON = EJSON;
  }

  async fetch(collectionName: string, id: unknown, op: object, callback: Callback): Promise<void> {
    const others = this._callbacksForOp.get(op);
    if (others) {
      others.push(callback);
      return;
    }
    const callbacks = [callback];
    this._callbacksForOp.set(op, callbacks);
    try {
      const found = await this._mongoConnection.findOneAsync(collectionName, { _id: id });
      answerAll(callbacks, (answer) => answer(null, this.EJSON.clone((found as Document) ?? null)));
    } catch (error) {
      answerAll(callbacks, (answer) => answer(error));
    } finally {
      this._callbacksForOp.delete(op);
    }
  }
}

function answerAll(callbacks: Callback[], tell: (callback: Callback) => void): void {
  for (let next = callbacks.pop(); next; next = callbacks.pop()) tell(next);
}
