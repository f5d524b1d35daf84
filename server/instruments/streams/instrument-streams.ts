import { findConnections } from '../../../common/mongo-connections';
import type { StreamEvents } from '../../../common/mongo-streams';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import { createGauges } from './gauges';
import { hookChangeStreams } from './hook-change-streams';
import { hookOplog } from './hook-oplog';
import { createStreamLog } from './stream-log';
import type { OplogHandle, StreamConnection, StreamTarget } from './target';

export interface StreamsInstrument {
  readonly undo: Undo;
  readonly events: StreamEvents;
}

export interface StreamsOptions {
  /** Epoch milliseconds, to be compared with the database's clock. */
  readonly wallNow?: () => number;
  /** Called when the streams of a connection that came later cannot be measured, with why. */
  readonly degraded?: (reason: string) => void;
}

/**
 * Records what the oplog and change streams deliver to the observers of every
 * Mongo connection, and how late. Connections are found when they are used;
 * none is made. An app that only polls has no streams, and nothing is recorded.
 */
export function instrumentStreams(
  target: StreamTarget,
  recorder: Recorder,
  { wallNow = Date.now, degraded = () => undefined }: StreamsOptions = {},
): StreamsInstrument {
  const log = createStreamLog(recorder, wallNow);
  const undo = undoable((defer) => {
    const changeStreams = hookChangeStreams(target.connection, log, recorder, degraded);
    defer(changeStreams.undo);
    const connections = new Set<StreamConnection>();
    const hooked = new WeakSet<OplogHandle>();

    function look(connection: StreamConnection): void {
      changeStreams.look(connection);
      const { _oplogHandle: handle } = connection;
      if (!handle || handle._stopped || hooked.has(handle)) return;
      hooked.add(handle);
      defer(hookOplog(connection, handle, log, recorder));
    }

    function failed(error: unknown): void {
      degraded(`a connection is not measured: ${error instanceof Error ? error.message : error}`);
    }

    defer(
      findConnections(
        target,
        '_observeChanges',
        (connection) => {
          connections.add(connection);
          look(connection);
        },
        failed,
      ),
    );

    const gauges = createGauges(recorder);
    defer(
      recorder.onCollect(() => {
        for (const connection of connections) {
          try {
            look(connection);
          } catch (error) {
            failed(error);
          }
        }
        gauges(connections, changeStreams.drivers(connections));
      }),
    );
  });
  return { undo, events: log };
}
