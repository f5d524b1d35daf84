import type { Undo } from '../common/undo';

/** The part of `process` that is listened to. */
export interface ShutdownProcess {
  readonly pid: number;
  prependListener(event: string, listener: () => void): unknown;
  removeListener(event: string, listener: () => void): unknown;
  listeners(event: string): unknown[];
  kill(pid: number, signal: string): unknown;
}

export interface ShutdownOptions {
  readonly process: ShutdownProcess;
  /** Delivers what was recorded until now. */
  readonly deliver: () => Promise<void>;
  /** Calls back after so many milliseconds, and keeps the process alive until then. */
  readonly after?: (ms: number, fn: () => void) => () => void;
}

const signals = ['SIGTERM', 'SIGINT'];
const longestMs = 3_000;
const survivedMs = 1_000;

/** On every listener of ours, so that several copies in one process know each other. */
const ours = Symbol.for('radiant.shutdown');

/**
 * Delivers what was recorded when the process is told to end, at most three
 * seconds long; then lets happen what happens without Radiant:
 *
 * - Nobody else listens for the signal: it is raised again, without us. A
 *   second one meanwhile ends the process at once.
 * - The app listens: its fate is its own. It is not waited for, and what is
 *   recorded later is sent with the next window. There is no last delivery when
 *   it calls `process.exit`: nothing asynchronous runs after that.
 * - The event loop is empty (`beforeExit`): delivered once; the exit follows.
 */
export function deliverAtShutdown(options: ShutdownOptions): Undo {
  const { process, deliver, after = afterRef } = options;
  const undos = signals.map((signal) => onSignal(signal));
  undos.push(onceBeforeExit());
  return () => {
    for (const undo of undos) undo();
  };

  /** Never rejects, and keeps the process alive meanwhile. */
  function delivered(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = after(longestMs, resolve);
      const end = () => {
        cancel();
        resolve();
      };
      deliver().then(end, end);
    });
  }

  function onSignal(signal: string): Undo {
    let underWay = false;
    let isUndone = false;
    const listener = marked(() => {
      // Looked at first of all listeners: those that listen once are still there.
      const alone = isAlone(signal);
      if (underWay) {
        if (alone) raise();
        return;
      }
      underWay = true;
      delivered().then(() => {
        underWay = false;
        if (alone && isAlone(signal)) raise(); // undone or not: it is a signal that was held back
      });
    });

    function raise(): void {
      process.removeListener(signal, listener);
      if (process.listeners(signal).some(isOurs)) return; // another copy will, when it is done
      process.kill(process.pid, signal);
      // Still here: the first process of a container does not die of a signal nobody listens for.
      after(survivedMs, () => {
        if (!isUndone) process.prependListener(signal, listener);
      });
    }

    process.prependListener(signal, listener);
    return () => {
      isUndone = true;
      process.removeListener(signal, listener);
    };
  }

  function onceBeforeExit(): Undo {
    const listener = marked(() => {
      process.removeListener('beforeExit', listener); // a delivery fills the loop, and it comes again
      delivered();
    });
    process.prependListener('beforeExit', listener);
    return () => process.removeListener('beforeExit', listener);
  }

  function isAlone(signal: string): boolean {
    const others = process.listeners(signal).filter((listener) => !isOurs(listener));
    return others.length === exitHooks(process);
  }
}

/**
 * Listeners of the package signal-exit, in both of its forms: they end the
 * process unless somebody else listens too, and for that count all listeners.
 */
function exitHooks(process: object): number {
  const emitters = [
    (process as { readonly __signal_exit_emitter__?: unknown }).__signal_exit_emitter__,
    (globalThis as Record<symbol, unknown>)[Symbol.for('signal-exit emitter')],
  ];
  return emitters.reduce((sum: number, emitter) => {
    const count = (emitter as { readonly count?: unknown } | undefined)?.count;
    return sum + (typeof count === 'number' ? count : 0);
  }, 0);
}

function marked(listener: () => void): () => void {
  return Object.assign(listener, { [ours]: true });
}

function isOurs(listener: unknown): boolean {
  return typeof listener === 'function' && ours in listener;
}

function afterRef(ms: number, fn: () => void): () => void {
  const timer = setTimeout(fn, ms);
  return () => clearTimeout(timer);
}
