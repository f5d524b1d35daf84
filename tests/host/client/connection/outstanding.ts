import type { ConnectionNeeds } from './needs';
import type { Connection, MethodBlock } from './types';

type Outstanding = Pick<
  Connection,
  | '_addOutstandingMethod'
  | '_outstandingMethodFinished'
  | '_sendOutstandingMethods'
  | '_sendOutstandingMethodBlocksMessages'
  | '_callOnReconnectAndSendAppropriateOutstandingMethods'
  | '_anyMethodsAreOutstanding'
  | '_readyToMigrate'
  | '_maybeMigrate'
>;

/** The order in which calls leave: a call with `wait` waits for all, and all later ones for it. */
export function outstandingMethods({ DDP }: ConnectionNeeds): Outstanding & ThisType<Connection> {
  return {
    _addOutstandingMethod(invoker, options) {
      const blocks = this._outstandingMethodBlocks;
      const last = blocks.at(-1);
      if (options?.wait) blocks.push({ wait: true, methods: [invoker] });
      else if (!last || last.wait) blocks.push({ wait: false, methods: [invoker] });
      else last.methods.push(invoker);
      if (blocks.length === 1) invoker.sendMessage();
    },

    _outstandingMethodFinished() {
      if (this._anyMethodsAreOutstanding()) return;
      const finished = this._outstandingMethodBlocks.shift();
      if (finished && finished.methods.length > 0) {
        throw new Error(
          `No methods outstanding but nonempty block: ${finished.methods.map(({ methodId }) => methodId)}`,
        );
      }
      this._sendOutstandingMethods();
      this._maybeMigrate();
    },

    _sendOutstandingMethods() {
      for (const invoker of this._outstandingMethodBlocks[0]?.methods ?? []) invoker.sendMessage();
    },

    /** Sends again what was on its way, behind what was called at the reconnect. */
    _sendOutstandingMethodBlocksMessages(before) {
      if (before.length === 0) return;
      if (this._outstandingMethodBlocks.length === 0) {
        this._outstandingMethodBlocks = before;
        this._sendOutstandingMethods();
        return;
      }
      joinBlocks(this._outstandingMethodBlocks, before);
    },

    _callOnReconnectAndSendAppropriateOutstandingMethods() {
      const before = this._outstandingMethodBlocks;
      this._outstandingMethodBlocks = [];
      this.onReconnect?.();
      DDP._reconnectHook.each((callback) => {
        callback(this);
        return true;
      });
      this._sendOutstandingMethodBlocksMessages(before);
    },

    _anyMethodsAreOutstanding() {
      return Object.values(this._methodInvokers).some(({ sentMessage }) => sentMessage);
    },

    _readyToMigrate() {
      return Object.keys(this._methodInvokers).length === 0;
    },

    _maybeMigrate() {
      if (!this._retryMigrate || !this._readyToMigrate()) return;
      this._retryMigrate();
      this._retryMigrate = null;
    },
  };
}

/** Puts blocks behind others; two that wait for nothing become one. */
function joinBlocks(blocks: MethodBlock[], behind: MethodBlock[]): void {
  const last = blocks.at(-1);
  const [first] = behind;
  if (last && first && !last.wait && !first.wait) {
    behind.shift();
    last.methods.push(...first.methods);
    if (blocks.length === 1) for (const invoker of first.methods) invoker.sendMessage();
  }
  blocks.push(...behind);
}
