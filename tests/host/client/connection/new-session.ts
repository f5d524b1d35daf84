import type { Frame } from '../../ddp/types';
import type { Connection } from './types';

/** Notes the session that the server gives; true when it is the one from before. */
export function noteSession(connection: Connection, { session }: Frame): boolean {
  if (typeof session !== 'string') return false;
  const same = connection._lastSessionId === session;
  connection._lastSessionId = session;
  return same;
}

/** A session of which the server knows nothing yet: all that was had has to come again. */
export function beginAnew(connection: Connection): void {
  connection._updatesForUnknownStores = Object.create(null);
  if (connection._resetStores) {
    connection._documentsWrittenByStub = Object.create(null);
    connection._serverDocuments = Object.create(null);
  }
  connection._afterUpdateCallbacks = [];
  connection._messagesBufferedUntilQuiescence = [];
  connection._methodsBlockingQuiescence = Object.create(null);
  connection._subsBeingRevived = Object.create(null);
  for (const { id, ready } of Object.values(connection._subscriptions)) {
    if (ready) connection._subsBeingRevived[id] = true;
  }
  if (!connection._resetStores) return;
  for (const invoker of Object.values(connection._methodInvokers)) {
    if (invoker.gotResult()) connection._afterUpdateCallbacks.push(() => invoker.dataVisible());
    else if (invoker.sentMessage) connection._methodsBlockingQuiescence[invoker.methodId] = true;
  }
}

/** Empties the collections, whose documents come again. */
export async function resetStores(connection: Connection): Promise<void> {
  if (!connection._resetStores) return;
  for (const store of Object.values(connection._stores)) {
    await store.beginUpdate(0, true);
    await store.endUpdate();
  }
  connection._resetStores = false;
}
