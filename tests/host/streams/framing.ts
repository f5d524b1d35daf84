/** How messages travel in the frames of a WebSocket. */
export interface Framing {
  readonly protocol: 'websocket' | 'websocket-raw';
  /** Greets the client; returns the heartbeat, if there is one. */
  open(send: (frame: string) => void): NodeJS.Timeout | undefined;
  encode(message: string): string;
  /** The messages of one frame. Nonsense has none. */
  decode(frame: string): string[];
  /** The frame that says why the connection ends, before it is closed. */
  goodbye(status: number, reason: string): string | undefined;
}

const HEARTBEAT_MS = 45_000;

/** One message a frame, nothing else: the endpoint `/websocket`. */
export const rawFraming: Framing = {
  protocol: 'websocket-raw',
  open: () => undefined,
  encode: (message) => message,
  decode: (frame) => [frame],
  goodbye: () => undefined,
};

/**
 * The framing of SockJS: `o` opens, `a[…]` carries messages, `h` is a heartbeat,
 * `c[code,reason]` closes. Clients send an array of messages, or one as a string.
 */
export const sockjsFraming: Framing = {
  protocol: 'websocket',
  open(send) {
    send('o');
    return setInterval(() => send('h'), HEARTBEAT_MS).unref();
  },
  encode: (message) => `a${JSON.stringify([message])}`,
  decode: (frame) => (frame === '' ? [] : messagesOf(parse(frame))),
  goodbye: (status, reason) => `c${JSON.stringify([status, reason])}`,
};

function parse(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    return undefined;
  }
}

function messagesOf(parsed: unknown): string[] {
  return [parsed].flat().filter((message): message is string => typeof message === 'string');
}
