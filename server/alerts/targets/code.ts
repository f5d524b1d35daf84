import type { Notify } from '../../../common/alert-notification';
import type { AlertTarget } from '../../../common/alert-target';
import { RetryableError } from '../../../common/sink';
import { joined } from './joined';

/** Calls a function of the app's. What it throws is not quoted, as it may hold secrets. */
export function codeTarget(notify: Notify): AlertTarget {
  return {
    name: 'code',
    send: joined(async (notification) => {
      try {
        await notify(notification);
      } catch (error) {
        const { name = 'failed' } = (error ?? {}) as { readonly name?: unknown };
        throw new RetryableError(`alerts.notify failed: ${name}`, { cause: error });
      }
    }),
  };
}
