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
}

interface Socket {
  on(event: 'data', received: (frame: unknown) => void): void;
}

/** Records how many DDP sessions there are, how long they live, and the bytes they send. */
export function instrumentSessions(server: SessionServer, recorder: Recorder): Undo {
  const { record, now } = recorder;
  let active = true;
  let bytesIn = 0;

  function opened(connection: Connection): void {
    const openedAt = now();
    record({ kind: 'metric', metric: 'ddp.connects', dims: {}, value: 1 });
    connection.onClose(() => {
      if (!active) return;
      record({ kind: 'metric', metric: 'ddp.disconnects', dims: {}, value: 1 });
      const value = now() - openedAt;
      record({ kind: 'metric', metric: 'ddp.sessionLifetime', dims: {}, value });
    });
  }

  function watchSocket(socket: Socket): void {
    if (!active) return;
    socket.on('data', (frame) => {
      if (!active) return;
      if (typeof frame === 'string' || frame instanceof Uint8Array) {
        bytesIn += Buffer.byteLength(frame);
      }
    });
  }

  function collect(): void {
    let connected = 0;
    for (const session of server.sessions.values()) if (session.socket) connected++;
    const parked = server.sessions.size - connected;
    const gauge = (state: string, value: number) =>
      record({ kind: 'metric', metric: 'ddp.sessions', dims: { state }, value });
    gauge('connected', connected);
    gauge('parked', parked);
    if (bytesIn === 0) return;
    const dims = { direction: 'in' };
    record({ kind: 'metric', metric: 'ddp.bytes', dims, value: bytesIn });
    bytesIn = 0;
  }

  return undoable((defer) => {
    defer(() => {
      active = false;
    });
    const hook = server.onConnection(opened);
    defer(() => hook.stop());
    server.stream_server.register(watchSocket);
    defer(() => {
      const callbacks = server.stream_server.registration_callbacks;
      const at = callbacks?.indexOf(watchSocket) ?? -1;
      if (at >= 0) callbacks?.splice(at, 1);
    });
    defer(recorder.onCollect(collect));
  });
}
