import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { maskMessage } from '../../../common/redact/mask-message';
import type { Undo } from '../../../common/undo';

/** The part of `Meteor` through which errors leave that nobody else awaits. */
export interface DebugTarget {
  _debug(...args: never[]): void;
}

/**
 * Records errors that Meteor catches and writes to its log: in callbacks of
 * `Meteor.setTimeout`, `setInterval`, `defer` and `bindEnvironment`, queued
 * tasks, write fences, observers. A timer's callback that is asynchronous is not
 * awaited by Meteor: what it rejects with goes to the process. Those of methods and publications come there
 * as text, and are recorded where they are thrown.
 */
export function watchDebug(meteor: DebugTarget, recorder: Recorder): Undo {
  function take(args: IArguments): void {
    const [message] = args;
    const error: unknown = args.length > 1 ? args[args.length - 1] : undefined;
    if (typeof message !== 'string' || !(error instanceof Error) || !told.test(message)) return;
    const running = recorder.context.current();
    recorder.error({
      source: 'timer',
      name: nameIn(message),
      error,
      invocation: running && !running.ended ? running : undefined,
    });
  }

  return patchMethod(meteor, '_debug', (debug) => {
    return function (this: unknown) {
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      const args = arguments;
      try {
        take(args);
      } catch (error) {
        recorder.failed(error);
      }
      return Reflect.apply(debug, this, args);
    };
  });
}

/** How Meteor's messages of caught errors begin; `Sanitized and reported ...` tells of one a second time. */
const told = /^(?:\[\w+\] )?(?:got |internal )?(?:exception|error|failed)\b/i;

/** `Exception in setTimeout callback:` is of `setTimeout callback`. */
function nameIn(message: string): string {
  const [, name] = /^Exception in (.{1,60}?):?$/.exec(message) ?? [];
  return name === undefined ? '' : maskMessage(name, 60);
}
