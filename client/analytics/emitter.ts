export type Listener = (...args: unknown[]) => void;

/** Who wants to hear of calls, by their names: Segment's `on`, `once`, `off`. */
export function createEmitter() {
  const listeners: Record<string, Listener[]> = {};
  const off = (name: string, listener: Listener) => {
    listeners[name] = (listeners[name] || []).filter((other) => other !== listener);
  };
  const on = (name: string, listener: Listener) => {
    listeners[name] = [...(listeners[name] || []), listener];
  };
  return {
    on,
    off,
    once(name: string, listener: Listener) {
      const first: Listener = (...args) => {
        off(name, first);
        listener(...args);
      };
      on(name, first);
    },
    emit(name: string, ...args: unknown[]) {
      for (const listener of listeners[name] || []) listener(...args);
    },
  };
}
