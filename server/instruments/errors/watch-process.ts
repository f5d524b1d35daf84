import type { ErrorSource } from '../../../common/error-entry';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';

// biome-ignore lint/complexity/noBannedTypes: any listener, whatever its signature
type Listener = Function;

/** The part of `process` this instrument touches. */
export interface ProcessTarget {
  on(event: string, listener: (...args: never[]) => void): unknown;
  prependListener(event: string, listener: (...args: never[]) => void): unknown;
  removeListener(event: string, listener: (...args: never[]) => void): unknown;
  listeners(event: string): readonly Listener[];
}

const rejection = 'unhandledRejection';

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

  const onException = (error: unknown, origin: string) =>
    take(origin === rejection ? 'unhandledRejection' : 'uncaughtException', error);
  const onRejection = (error: unknown) => take('unhandledRejection', error);

  const hasOthers = () => process.listeners(rejection).some((one) => one !== onRejection);
  const isIn = () => process.listeners(rejection).some((one) => one === onRejection);

  function onAdded(event: unknown, listener: unknown): void {
    if (event !== rejection || listener === onRejection || isIn()) return;
    process.prependListener(rejection, onRejection); // the app's own is being added
  }

  function onRemoved(event: unknown, listener: unknown): void {
    if (event !== rejection || listener === onRejection) return;
    if (!hasOthers()) process.removeListener(rejection, onRejection);
  }

  return undoable((defer) => {
    function listen(event: string, listener: (...args: never[]) => void): void {
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
