import type { Frame } from '../../ddp/types';
import { atLeast } from '../../meteor/versions';
import type { ConnectionNeeds } from './needs';
import { beginAnew, noteSession, resetStores } from './new-session';
import type { Connection, Handlers, MethodBlock } from './types';

type MessageHandlers = Pick<
  Handlers,
  | '_livedata_connected'
  | '_livedata_data'
  | '_livedata_nosub'
  | '_livedata_result'
  | '_livedata_error'
>;

export type MessageProcessors = MessageHandlers & {
  readonly _connection: Connection;
  _processOneDataMessage(msg: Frame, updates: Connection['_bufferedWrites']): Promise<void>;
};

/** What becomes of each message. `this` is a connection up to 3.1.0, and from then on an object of its own. */
export function messageProcessors(
  needs: ConnectionNeeds,
): Omit<MessageProcessors, '_connection'> & ThisType<MessageProcessors> {
  const { version, Meteor, DDP, DDPCommon } = needs;
  const resumes = atLeast(version, '3.5');

  function startHeartbeat(connection: Connection): void {
    if (connection._version === 'pre1' || connection._heartbeatInterval === 0) return;
    connection._heartbeat = new DDPCommon.Heartbeat({
      heartbeatInterval: connection._heartbeatInterval,
      heartbeatTimeout: connection._heartbeatTimeout,
      onTimeout: () =>
        connection._lostConnection(new DDP.ConnectionError('DDP heartbeat timed out')),
      sendPing: () => connection._send({ msg: 'ping' }),
    });
    connection._heartbeat.start();
  }

  function meteorError({ error }: Frame): Error | undefined {
    const sent = error as { error: unknown; reason?: unknown; details?: unknown } | undefined;
    return sent && new Meteor.Error(sent.error, sent.reason, sent.details);
  }

  return {
    async _livedata_connected(msg) {
      const connection = this._connection;
      startHeartbeat(connection);
      if (connection._lastSessionId) connection._resetStores = true;
      if (noteSession(connection, msg)) {
        if (resumes) connection._resetStores = false;
        return;
      }
      if (resumes) connection._receivedCount = 1;
      beginAnew(connection);
      if (connection._waitingForQuiescence()) return;
      await resetStores(connection);
      connection._runAfterUpdateCallbacks();
    },

    async _livedata_data(msg) {
      const connection = this._connection;
      const updates = connection._bufferedWrites;
      if (connection._waitingForQuiescence()) {
        connection._messagesBufferedUntilQuiescence.push(msg);
        noteProgress(connection, msg);
        if (connection._waitingForQuiescence()) return;
        for (const each of connection._messagesBufferedUntilQuiescence) {
          await this._processOneDataMessage(each, updates);
        }
        connection._messagesBufferedUntilQuiescence = [];
      } else {
        await this._processOneDataMessage(msg, updates);
      }
      await flushNowOrSoon(connection, msg);
    },

    async _processOneDataMessage(msg, updates) {
      const connection = this._connection;
      if (msg.msg === 'added') await connection._process_added(msg, updates);
      else if (msg.msg === 'changed') connection._process_changed(msg, updates);
      else if (msg.msg === 'removed') connection._process_removed(msg, updates);
      else if (msg.msg === 'ready') connection._process_ready(msg, updates);
      else if (msg.msg === 'updated') connection._process_updated(msg, updates);
    },

    async _livedata_nosub(msg) {
      await this._livedata_data(msg);
      const record = this._connection._subscriptions[String(msg.id)];
      if (!record) return;
      const { errorCallback, stopCallback } = record;
      record.remove();
      const error = meteorError(msg);
      if (error) errorCallback?.(error);
      stopCallback?.(error);
    },

    async _livedata_result(msg) {
      const connection = this._connection;
      if (Object.keys(connection._bufferedWrites).length > 0) {
        await connection._flushBufferedWrites();
      }
      const [block] = connection._outstandingMethodBlocks;
      if (!block) {
        Meteor._debug('Received method result but no methods outstanding');
        return;
      }
      const invoker = takeInvoker(block, msg.id);
      if (!invoker) {
        Meteor._debug("Can't match method response to original method call", msg);
        return;
      }
      if ('error' in msg) invoker.receiveResult(meteorError(msg));
      else invoker.receiveResult(undefined, msg.result);
    },

    _livedata_error(msg) {
      Meteor._debug('Received error from server: ', msg.reason);
      if (msg.offendingMessage) Meteor._debug('For: ', msg.offendingMessage);
    },
  };
}

function noteProgress(connection: Connection, { msg, id, subs, methods }: Frame): void {
  if (msg === 'nosub') delete connection._subsBeingRevived[String(id)];
  for (const sub of (subs ?? []) as string[]) delete connection._subsBeingRevived[sub];
  for (const method of (methods ?? []) as string[]) {
    delete connection._methodsBlockingQuiescence[method];
  }
}

/** Changes of documents are written together, a moment later; all else writes them at once. */
async function flushNowOrSoon(connection: Connection, { msg }: Frame): Promise<void> {
  const isWrite = msg === 'added' || msg === 'changed' || msg === 'removed';
  const now = Date.now();
  connection._bufferedWritesFlushAt ??= now + connection._bufferedWritesMaxAge;
  const due = connection._bufferedWritesFlushAt < now;
  if (connection._bufferedWritesInterval === 0 || !isWrite || due) {
    await connection._flushBufferedWrites();
    return;
  }
  clearTimeout(connection._bufferedWritesFlushHandle ?? undefined);
  connection._bufferedWritesFlushHandle = setTimeout(
    () => connection._flushBufferedWrites(),
    connection._bufferedWritesInterval,
  );
}

function takeInvoker(block: MethodBlock, id: unknown) {
  const at = block.methods.findIndex(({ methodId }) => methodId === id);
  return at < 0 ? undefined : block.methods.splice(at, 1)[0];
}
