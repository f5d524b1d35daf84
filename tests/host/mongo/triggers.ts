import type { CrossbarListener, Notification } from '../ddp/server-types';
import type { MongoContext } from './context';
import type { CursorDescription } from './cursor';
import { idsMatchedBySelector } from './local/selectors';

/**
 * Calls back, one after the other, with the notifications that concern a
 * query: its collection or the ids it names, and the drop of the database.
 */
export async function forEachTrigger(
  { collectionName, selector }: CursorDescription,
  callback: (trigger: Notification) => unknown,
): Promise<void> {
  const key = { collection: collectionName };
  const ids = idsMatchedBySelector(selector);
  if (ids) {
    for (const id of ids) await callback({ id, ...key });
    await callback({ dropCollection: true, id: null, ...key });
  } else {
    await callback(key);
  }
  await callback({ dropDatabase: true });
}

/** Listens on the invalidation crossbar for all that concerns a query. */
export async function listenAll(
  context: MongoContext,
  description: CursorDescription,
  listen: (notification: Notification) => unknown,
): Promise<CrossbarListener> {
  const { _InvalidationCrossbar } = context.options.DDPServer;
  const listeners: CrossbarListener[] = [];
  await forEachTrigger(description, (trigger) => {
    listeners.push(_InvalidationCrossbar.listen(trigger, listen));
  });
  return {
    stop() {
      for (const listener of listeners) listener.stop();
    },
  };
}
