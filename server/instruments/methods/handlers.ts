import { patchHotMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { isPending, watchSettled } from '../../../common/settle';
import { type Undo, undoable } from '../../../common/undo';
import type { CallTrace } from './call-trace';
import type { MethodLedger } from './ledger';
import { MethodCall } from './method-call';

export type MethodHandlers = Record<string, (this: never, ...args: never[]) => unknown>;

/** Hooks method handlers one by one, when they are first called. */
export interface HandlerHooks {
  /** Whether the app has a method of that name; if so, its handler is hooked from now on. Never throws. */
  ensure(name: string): boolean;
  undo: Undo;
}

export function hookHandlers(
  handlers: MethodHandlers,
  ledger: Pick<MethodLedger, 'settled'> & Pick<CallTrace, 'handlerStarted'>,
  { context, cpu, now, failed }: Recorder,
): HandlerHooks {
  /** What stands under the name of each method that was called: hooked, or what cannot be. */
  const seen = new Map<string, object>();
  let deferUndo: (undo: Undo) => void = () => undefined;

  /** The current call, if it is this handler's and has not come to it yet. */
  function callOf(name: string): MethodCall | undefined {
    const call = context.current();
    const isItsCall =
      call instanceof MethodCall && call.name === name && call.startedAt === undefined;
    return isItsCall ? call : undefined;
  }

  // biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
  function watched(run: Function, name: string, patch: { readonly active: boolean }): Function {
    return function (this: unknown) {
      const call = patch.active ? callOf(name) : undefined;
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      if (!call) return Reflect.apply(run, this, arguments);
      // Its synchronous time until the first `await` is the call's.
      call.startedAt = cpu.enter(call.work);
      let result: unknown;
      try {
        ledger.handlerStarted(call, call.startedAt);
        // biome-ignore lint/complexity/noArguments: as above
        result = Reflect.apply(run, this, arguments);
      } catch (error) {
        ledger.settled(call, cpu.leave(), true, error);
        throw error;
      }
      const leftAt = cpu.leave();
      if (isPending(result)) {
        return watchSettled(result, (hasFailed, error) =>
          ledger.settled(call, now(), hasFailed, error),
        );
      }
      ledger.settled(call, leftAt, false, undefined);
      return result;
    };
  }

  return {
    ensure(name) {
      const known = seen.get(name);
      if (known !== undefined && known === handlers[name]) return true;
      const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
      if (typeof handler !== 'function') return false;
      try {
        deferUndo(patchHotMethod(handlers, name, (run, patch) => watched(run, name, patch)));
      } catch (error) {
        failed(error);
      }
      seen.set(name, handlers[name] ?? handler);
      return true;
    },
    undo: undoable((defer) => {
      deferUndo = defer;
    }),
  };
}
