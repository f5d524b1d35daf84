/** The part of `simpleddp` that is used here; the package brings no types. */
declare module 'simpleddp' {
  interface Options {
    readonly endpoint: string;
    readonly SocketConstructor: unknown;
    readonly reconnectInterval?: number;
    readonly autoConnect?: boolean;
    readonly autoReconnect?: boolean;
  }

  type Frame = Readonly<Record<string, unknown>> & { readonly msg: string };

  interface Socket {
    on(event: 'message:in' | 'message:out', listener: (frame: Frame) => void): void;
    on(event: 'open' | 'close', listener: () => void): void;
  }

  /** Its `simpleddp-core` connection; the three senders return the id of the message. */
  interface Connection {
    readonly socket: Socket;
    method(name: string, params: readonly unknown[]): string;
    sub(name: string, params: readonly unknown[]): string;
    unsub(id: string): string;
  }

  class SimpleDDP {
    constructor(options: Options);
    readonly ddpConnection: Connection;
    readonly collections: Readonly<Record<string, ReadonlyArray<{ readonly id: string }>>>;
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    call(name: string, ...params: readonly unknown[]): Promise<unknown>;
    on(event: string, listener: (frame: Frame) => void): { stop(): void };
  }

  export = SimpleDDP;
}
