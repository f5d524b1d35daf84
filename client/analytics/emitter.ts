export type Listener = (...args: unknown[]) => void;

/** Who wants to hear of calls, by their names: Segment's `on`, `once`, `off`. */
export function createEmitter(safe: (run: () => void) => void) {
  let listeners: ReadonlyArray<readonly [name: string, listener: Listener]> = [];
  const on = (name: string, listener: Listener) => {
    listeners = [...listeners, [name, listener]];
  };
  const off = (name: string, listener: Listener) => {
    listeners = listeners.filter((entry) => entry[0] !== name || entry[1] !== listener);
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
    emit(name: string, args: readonly unknown[] = []) {
      for (const [wanted, listener] of listeners) {
        if (wanted === name) safe(() => listener(...args));
      }
    },
  };
}
