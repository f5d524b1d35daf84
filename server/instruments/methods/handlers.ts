import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { isPending, watchSettled } from '../../../common/settle';
import { type Undo, undoable } from '../../../common/undo';
import type { CallTrace } from './call-trace';
import type { MethodLedger } from './ledger';
import { MethodCall } from './method-call';

export type MethodHandlers = Record<string, (this: never, ...args: never[]) => unknown>;

/** Hooks method handlers one by one, when they are first called. */
export interface HandlerHooks {
  /** Whether the app has a method of that name. */
  isKnown(name: string): boolean;
  /** Makes sure that the handler is hooked. Never throws. */
  ensure(name: string): void;
  undo: Undo;
}

export function hookHandlers(
  handlers: MethodHandlers,
  ledger: Pick<MethodLedger, 'settled'> & Pick<CallTrace, 'handlerStarted'>,
  { context, cpu, now, failed }: Recorder,
): HandlerHooks {
  const seen = new WeakSet<object>();
  let deferUndo: (undo: Undo) => void = () => undefined;

  // biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
  function watched(run: Function, name: string): Function {
    return function (this: unknown) {
      const call = context.current();
      const isItsCall =
        call instanceof MethodCall && call.name === name && call.startedAt === undefined;
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      if (!isItsCall) return Reflect.apply(run, this, arguments);
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
    isKnown: (name) => Object.hasOwn(handlers, name) && typeof handlers[name] === 'function',
    ensure(name) {
      const handler = handlers[name];
      if (!handler || seen.has(handler)) return;
      seen.add(handler);
      try {
        deferUndo(patchMethod(handlers, name, (run) => watched(run, name)));
        const patched = handlers[name];
        if (patched) seen.add(patched);
      } catch (error) {
        failed(error);
      }
    },
    undo: undoable((defer) => {
      deferUndo = defer;
    }),
  };
}
