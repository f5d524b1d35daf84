import { WebSocket } from 'ws';

interface Message {
  readonly data: string;
}

/** A `WebSocket` for clients that do not know SockJS: it speaks its framing for them. */
export class SockjsSocket {
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: ((error: unknown) => void) | null = null;
  onmessage: ((message: Message) => void) | null = null;
  private readonly socket: WebSocket;

  constructor(endpoint: string) {
    this.socket = new WebSocket(endpoint);
    this.socket.on('error', (error) => this.onerror?.(error));
    this.socket.on('close', () => this.onclose?.());
    this.socket.on('message', (raw) => this.receive(String(raw)));
  }

  send(message: string): void {
    this.socket.send(JSON.stringify([message]));
  }

  close(): void {
    this.socket.close();
  }

  private receive(frame: string): void {
    if (frame === 'o') this.onopen?.();
    if (!frame.startsWith('a')) return;
    for (const data of JSON.parse(frame.slice(1))) this.onmessage?.({ data });
  }
}
