import type { Undo } from './undo';

/** What delivers the writes of all processes: the oplog, or change streams (Meteor 3.5). */
export type StreamSource = 'oplog' | 'changeStream';

/**
 * Told of one document that was inserted, changed or removed. `id` is its
 * `_id` as the stream gives it; `connection` is the `MongoInternals.Connection`
 * whose stream it is. Dropped collections and databases are no mutations.
 */
export type MutationListener = (
  collection: string,
  id: unknown,
  source: StreamSource,
  connection: object,
) => void;

/** What the streams of all Mongo connections deliver. */
export interface StreamEvents {
  /**
   * Calls `listener` with each mutation a stream delivers, before any driver
   * looks at it, whoever wrote it. An error of the listener is counted, not thrown.
   */
  onMutation(listener: MutationListener): Undo;
}
