import type { Subscription } from '../ddp/types';
import type { Cursor } from './cursor';
import type { Document } from './driver/driver';
import type { ObserveHandle } from './observe/observe-handle';

/** Publishes what a cursor finds, and stops with the subscription. */
export async function publishCursor(
  cursor: Cursor,
  sub: Subscription,
  collection: string,
): Promise<ObserveHandle> {
  const observeHandle = await cursor.observeChanges(
    {
      added: function added(id: unknown, fields: Document) {
        sub.added(collection, id, fields);
      },
      changed: function changed(id: unknown, fields: Document) {
        sub.changed(collection, id, fields);
      },
      removed: function removed(id: unknown) {
        sub.removed(collection, id);
      },
    },
    { nonMutatingCallbacks: true },
  );
  sub.onStop(async () => await observeHandle.stop());
  return observeHandle;
}
