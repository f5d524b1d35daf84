import type { AsynchronousCursor } from './asynchronous-cursor';
import type { MongoConnection } from './connection';
import type { MongoContext } from './context';
import type { CursorDescription } from './cursor';
import type { Document } from './driver/driver';
import type { ChangeObserver } from './local/diff-sequence';

const RETRY_MS = 100;

export interface TailHandle {
  stop(): void;
}

export interface TailMethods {
  /** Calls back with each document of a tailable cursor, and starts again when it breaks off. */
  tail(
    description: CursorDescription,
    onDocument: (document: Document) => void,
    timeoutMs?: number,
  ): TailHandle;
  _observeChangesTailable(
    description: CursorDescription,
    ordered: boolean,
    callbacks: ChangeObserver,
  ): TailHandle;
}

export function tailMethods(context: MongoContext) {
  const { Meteor } = context.options;

  function open(connection: MongoConnection, description: CursorDescription): AsynchronousCursor {
    const create = connection._createAsynchronousCursor ?? connection._createSynchronousCursor;
    return create.call(connection, description);
  }

  return {
    tail(
      this: MongoConnection,
      description: CursorDescription,
      onDocument: (document: Document) => void,
      timeoutMs?: number,
    ): TailHandle {
      if (!description.options.tailable) throw new Error('Can only tail a tailable cursor');
      let cursor = open(this, description);
      let stopped = false;
      let lastTimestamp: unknown;

      const next = () =>
        cursor
          ._nextObjectPromiseWithTimeout(timeoutMs)
          .catch(() => null) as Promise<Document | null>;

      const loop = async () => {
        while (!stopped) {
          const document = await next();
          if (stopped) return;
          if (!document) return restart();
          lastTimestamp = document.ts;
          onDocument(document);
        }
      };

      const restart = () => {
        const { collectionName, selector, options } = description;
        const after = lastTimestamp ? { ...selector, ts: { $gt: lastTimestamp } } : selector;
        cursor = open(this, new context.CursorDescription(collectionName, after, options));
        setTimeout(loop, RETRY_MS);
      };

      Meteor.defer(loop);
      return {
        stop() {
          stopped = true;
          cursor.close();
        },
      };
    },

    _observeChangesTailable(
      this: MongoConnection,
      description: CursorDescription,
      ordered: boolean,
      callbacks: ChangeObserver,
    ): TailHandle {
      const name = ordered ? 'addedBefore' : 'added';
      if (!callbacks[name]) {
        const kind = ordered ? 'ordered' : 'unordered';
        throw new Error(`Can't observe an ${kind} tailable cursor without a ${name} callback`);
      }
      return this.tail(description, ({ _id, ts, ...fields }) => {
        if (ordered) callbacks.addedBefore?.(_id, fields, null);
        else callbacks.added?.(_id, fields);
      });
    },
  };
}
