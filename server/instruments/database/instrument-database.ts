import { findConnections } from '../../../common/mongo-connections';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import { hookCollections } from './hook-collections';
import { hookCursors } from './hook-cursors';
import { hookSessions } from './hook-sessions';
import { createOperations } from './operations';
import { watchPools } from './pools';
import type { DatabaseConnection, DatabaseTarget } from './target';

/**
 * Times every operation on the databases of Meteor's connections, by Meteor's
 * functions, by its observers and by `rawCollection()`, where it comes to the
 * driver: once, whoever asks. What an invocation asks is booked to it, too.
 * `degraded` is told what cannot be measured.
 */
export function instrumentDatabase(
  target: DatabaseTarget,
  recorder: Recorder,
  degraded: (reason: string) => void = () => undefined,
): Undo {
  return undoable((defer) => {
    const operations = createOperations(recorder);
    const cursors = hookCursors(operations, recorder, defer, degraded);
    const measureCollections = hookCollections(operations, cursors, defer);
    const measureSessions = target.session && hookSessions(target.session, operations, defer);
    const watchPool = watchPools(recorder, defer);

    function found(candidate: object): void {
      const connection = candidate as DatabaseConnection;
      measureCollections(connection);
      measureSessions?.(connection.client);
      watchPool(connection.client);
    }

    defer(
      findConnections(target, 'rawCollection', found, (error) =>
        degraded(`a connection is not measured: ${error instanceof Error ? error.message : error}`),
      ),
    );
    if (!target.session) degraded('ends of transactions are not measured: no ClientSession');
  });
}
