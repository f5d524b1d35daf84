/** The part of the npm package `ddp` that is used here; it brings no types. */
declare module 'ddp' {
  type Callback = (error?: unknown, result?: unknown) => void;

  class DDPClient {
    constructor(options: {
      host: string;
      port: number;
      autoReconnect?: boolean;
      useSockJs?: boolean;
    });
    readonly collections: Record<string, Record<string, Record<string, unknown>>>;
    connect(callback: Callback): void;
    call(name: string, params: readonly unknown[], callback: Callback): void;
    subscribe(name: string, params: readonly unknown[], callback: Callback): string;
    unsubscribe(id: string): void;
    on(event: string, listener: (raw: string) => void): void;
    close(): void;
  }

  export = DDPClient;
}
