import type { Recorder } from '../../common/recorder';
import { type Undo, undoable } from '../../common/undo';

/** The part of `Meteor.server` this instrument touches. */
export interface SessionServer {
  onConnection(opened: (connection: Connection) => void): { stop(): void };
  readonly sessions: ReadonlyMap<string, { readonly socket?: unknown }>;
  readonly stream_server: StreamServer;
}

interface Connection {
  onClose(closed: () => void): void;
}

interface StreamServer {
  register(opened: (socket: Socket) => void): void;
  /** Where `register` keeps its callbacks; there is no way to take one back. */
  readonly registration_callbacks?: unknown[];
  /** Those that are open. */
  all_sockets?(): readonly Socket[];
}

interface Socket {
  on(event: 'data', received: (frame: unknown) => void): void;
  removeListener?(event: 'data', received: (frame: unknown) => void): void;
}

/**
 * All that is reached by what stays with open sessions, which have no way to
 * take a callback back: emptied at the end, or every session would hold on to
 * an agent that was stopped.
 */
interface Link {
  recorder: Pick<Recorder, 'record' | 'now'> | undefined;
  bytesIn: number;
}

/** Records how many DDP sessions there are, how long they live, and the bytes they send. */
export function instrumentSessions(server: SessionServer, recorder: Recorder): Undo {
  const { record } = recorder;
  const link: Link = { recorder, bytesIn: 0 };
  const received = countBytes(link);
  const watchSocket = (socket: Socket) => socket.on('data', received);

  function collect(): void {
    let connected = 0;
    for (const session of server.sessions.values()) if (session.socket) connected++;
    const parked = server.sessions.size - connected;
    const gauge = (state: string, value: number) =>
      record({ kind: 'metric', metric: 'ddp.sessions', dims: { state }, value });
    gauge('connected', connected);
    gauge('parked', parked);
    if (link.bytesIn === 0) return;
    const dims = { direction: 'in' };
    record({ kind: 'metric', metric: 'ddp.bytes', dims, value: link.bytesIn });
    link.bytesIn = 0;
  }

  return undoable((defer) => {
    defer(() => {
      link.recorder = undefined;
    });
    const hook = server.onConnection(watchConnections(link));
    defer(() => hook.stop());
    const { stream_server: streams } = server;
    streams.register(watchSocket);
    defer(() => {
      const callbacks = streams.registration_callbacks;
      const at = callbacks?.indexOf(watchSocket) ?? -1;
      if (at >= 0) callbacks?.splice(at, 1);
      for (const socket of streams.all_sockets?.() ?? []) {
        socket.removeListener?.('data', received);
      }
    });
    defer(recorder.onCollect(collect));
  });
}

function watchConnections(link: Link): (connection: Connection) => void {
  return (connection) => {
    if (!link.recorder) return;
    const openedAt = link.recorder.now();
    link.recorder.record({ kind: 'metric', metric: 'ddp.connects', dims: {}, value: 1 });
    connection.onClose(() => {
      if (!link.recorder) return;
      const { record, now } = link.recorder;
      record({ kind: 'metric', metric: 'ddp.disconnects', dims: {}, value: 1 });
      const value = now() - openedAt;
      record({ kind: 'metric', metric: 'ddp.sessionLifetime', dims: {}, value });
    });
  };
}

function countBytes(link: Link): (frame: unknown) => void {
  return (frame) => {
    if (!link.recorder) return;
    if (typeof frame === 'string' || frame instanceof Uint8Array) {
      link.bytesIn += Buffer.byteLength(frame);
    }
  };
}
