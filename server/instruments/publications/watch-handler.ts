import type { DdpSubscription } from '../../../common/ddp';
import { patchMethod } from '../../../common/patch-method';
import { watchSettled } from '../../../common/settle';
import type { CpuStopwatch } from '../../../common/stopwatch';
import type { Undo } from '../../../common/undo';
import type { SubscriptionRun } from './subscription-run';

/** The part of a subscription that is touched. */
export interface HandledSubscription extends DdpSubscription {
  _handler(...args: never[]): unknown;
  _isDeactivated?(): boolean;
}

export interface HandlerListener {
  handlerStarted(run: SubscriptionRun): void;
  /** With what it returned or resolved to, or the error. */
  handlerSettled(run: SubscriptionRun, failed: boolean, outcome: unknown): void;
}

/**
 * Puts a hook in the place of a subscription's publish function that goes as
 * soon as it is called: `_runHandler` calls it once, before it first waits.
 * Nobody else sees it.
 */
export function watchHandler(
  subscription: HandledSubscription,
  run: SubscriptionRun,
  cpu: CpuStopwatch,
  listener: HandlerListener,
): Undo {
  const undo = patchMethod(subscription, '_handler', (handler) => {
    return function (this: unknown) {
      undo();
      listener.handlerStarted(run);
      cpu.enter(run.work);
      let result: unknown;
      try {
        // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
        result = Reflect.apply(handler, this, arguments);
      } catch (error) {
        cpu.leave();
        listener.handlerSettled(run, true, error);
        throw error;
      }
      cpu.leave();
      // Meteor does not await the handler of a subscription that has stopped meanwhile.
      if (subscription._isDeactivated?.() !== false) return result;
      return watchSettled(result, (failed, outcome) => {
        listener.handlerSettled(run, failed, outcome);
      });
    };
  });
  return undo;
}
