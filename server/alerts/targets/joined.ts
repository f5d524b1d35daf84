import type { AlertTarget } from '../../../common/alert-target';
import { setBounded } from '../../../common/set-bounded';

const remembered = 100;

/**
 * For targets that cannot be called off: while what was sent before has not
 * been answered, the same is not sent again, but its answer awaited.
 */
export function joined(send: (...args: Parameters<AlertTarget['send']>) => Promise<void>) {
  const sent = new Map<string, Promise<void>>();
  return (...[notification, signal]: Parameters<AlertTarget['send']>): Promise<void> => {
    const before = sent.get(notification.id);
    if (before) return before;
    const sending = send(notification, signal);
    setBounded(sent, notification.id, sending, remembered);
    sending.catch(() => sent.delete(notification.id));
    return sending;
  };
}
