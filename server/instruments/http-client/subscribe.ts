import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Undo } from '../../../common/undo';

/**
 * Listens to a channel of Node's. What a listener throws would end the process,
 * so it goes to `failed`. A channel that this version of Node has not stays
 * silent.
 */
export function subscribeTo<Message>(
  channel: string,
  listen: (message: Message) => void,
  failed: (error: unknown) => void,
): Undo {
  const guarded = (message: unknown) => {
    try {
      listen(message as Message);
    } catch (error) {
      failed(error);
    }
  };
  subscribe(channel, guarded);
  return () => {
    unsubscribe(channel, guarded);
  };
}
