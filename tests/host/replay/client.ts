import { WebSocket } from 'ws';
import type { FrameEvent, Json } from './scenario';

/** A DDP client that knows nothing but its frames. */
export interface RawClient {
  send(frame: Json): void;
  sendRaw(raw: string): void;
  /** Whether a frame with these fields has come in, at any time. */
  hasGot(match: Json): boolean;
  isOpen(): boolean;
  close(): void;
}

/** Opens a client and notes what passes its socket. Resolves when it is open. */
export async function openClient(
  name: string,
  url: string,
  note: (event: FrameEvent) => void,
): Promise<RawClient> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/websocket`);
  const received: Json[] = [];
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Json;
    received.push(frame);
    note({ client: name, dir: 'in', frame });
  });
  socket.on('close', () => note({ client: name, dir: 'close' }));
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  note({ client: name, dir: 'open' });

  return {
    send(frame) {
      note({ client: name, dir: 'out', frame });
      socket.send(JSON.stringify(frame));
    },
    sendRaw(raw) {
      note({ client: name, dir: 'out', raw });
      socket.send(raw);
    },
    hasGot: (match) => received.some((frame) => agrees(frame, match)),
    isOpen: () => socket.readyState === WebSocket.OPEN,
    close: () => socket.close(),
  };
}

function agrees(frame: Json, match: Json): boolean {
  return Object.entries(match).every(
    ([key, value]) => JSON.stringify(frame[key]) === JSON.stringify(value),
  );
}
