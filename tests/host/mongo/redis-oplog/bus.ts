type Listener = (message: string) => void;

/** Stands for Redis: brings strings to whoever listens on a channel, a moment later. */
export interface Bus {
  publish(channel: string, message: string): void;
  subscribe(channel: string, listener: Listener): void;
  unsubscribe(channel: string, listener: Listener): void;
}

export function createBus(): Bus {
  const channels = new Map<string, Set<Listener>>();
  return {
    publish(channel, message) {
      setImmediate(() => {
        for (const listener of channels.get(channel) ?? []) listener(message);
      });
    },
    subscribe(channel, listener) {
      const listeners = channels.get(channel) ?? new Set();
      channels.set(channel, listeners.add(listener));
    },
    unsubscribe(channel, listener) {
      channels.get(channel)?.delete(listener);
    },
  };
}
