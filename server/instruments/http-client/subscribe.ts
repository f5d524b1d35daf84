import {
  type Channel,
  channel as channelOf,
  subscribe,
  unsubscribe,
} from 'node:diagnostics_channel';
import type { Undo } from '../../../common/undo';

/**
 * Channels that were ever listened to, a handful. Node forgets one that nobody listens to, and, when
 * it does so late, its successor of the same name with it: whoever listens then hears nothing of
 * what undici says on the one it holds (Node 20).
 */
const kept = new Map<string, Channel>();

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
  kept.set(channel, channelOf(channel));
  subscribe(channel, guarded);
  return () => {
    unsubscribe(channel, guarded);
  };
}
