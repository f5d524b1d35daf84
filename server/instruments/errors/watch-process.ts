import type { ErrorSource } from '../../../common/error-entry';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';

// biome-ignore lint/complexity/noBannedTypes: any listener, whatever its signature
type Listener = Function;

/** The part of `process` this instrument touches. */
export interface ProcessTarget {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  prependListener(event: string, listener: (...args: unknown[]) => void): unknown;
  removeListener(event: string, listener: (...args: unknown[]) => void): unknown;
  listeners(event: string): readonly Listener[];
}

const rejection = 'unhandledRejection';

/** Two agents in a process must not take each other for the app. */
const ours = new WeakSet<Listener>();

/**
 * Records exceptions that nobody catches and rejections that nobody handles.
 * What becomes of the process stays as it was: `uncaughtExceptionMonitor` only
 * watches, and sees rejections too where they end the process (Node's default).
 * Where the app listens to `unhandledRejection`, they do not; there a listener
 * of ours joins, and leaves when the app's last one does. In the modes `warn` and
 * `none` of `--unhandled-rejections`, without a listener, they are not seen.
 *
 * A process that ends of an exception has no time to send what is recorded here.
 */
export function watchProcess(process: ProcessTarget, recorder: Recorder): Undo {
  function take(source: ErrorSource, error: unknown): void {
    const running = recorder.context.current();
    const invocation = running && !running.ended ? running : undefined;
    recorder.error({ source, name: '', error, invocation });
  }

  /** In the mode `strict`, what an exception's handler lets live on is told a second time, at once. */
  let justTaken: { readonly error: unknown } | undefined;

  function onException(error: unknown, origin: unknown): void {
    take(origin === rejection ? 'unhandledRejection' : 'uncaughtException', error);
    if (origin !== rejection) return;
    justTaken = { error };
    setImmediate(() => {
      justTaken = undefined;
    }).unref();
  }

  function onRejection(error: unknown): void {
    if (!justTaken || justTaken.error !== error) take('unhandledRejection', error);
  }
  ours.add(onRejection);

  const hasOthers = () => process.listeners(rejection).some((one) => !ours.has(one));
  const isIn = () => process.listeners(rejection).some((one) => one === onRejection);

  function onAdded(event: unknown, listener: unknown): void {
    if (event !== rejection || isOurs(listener) || isIn()) return;
    process.prependListener(rejection, onRejection); // the app's own is being added
  }

  function onRemoved(event: unknown, listener: unknown): void {
    if (event !== rejection || isOurs(listener)) return;
    if (!hasOthers()) process.removeListener(rejection, onRejection);
  }

  return undoable((defer) => {
    function listen(event: string, listener: (...args: unknown[]) => void): void {
      process.on(event, listener);
      defer(() => process.removeListener(event, listener));
    }

    listen('uncaughtExceptionMonitor', onException);
    defer(() => process.removeListener(rejection, onRejection));
    if (hasOthers()) process.prependListener(rejection, onRejection);
    listen('newListener', onAdded);
    listen('removeListener', onRemoved);
  });
}

const isOurs = (listener: unknown) => typeof listener === 'function' && ours.has(listener);
