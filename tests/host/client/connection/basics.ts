import { atLeast } from '../../meteor/versions';
import type { ConnectionNeeds } from './needs';
import type { Connection } from './types';

type Basics = Pick<
  Connection,
  | '_send'
  | '_sendQueued'
  | '_lostConnection'
  | 'status'
  | 'reconnect'
  | 'disconnect'
  | 'close'
  | 'userId'
  | 'setUserId'
>;

/** Sending, the state of the connection, and who is logged in on it. */
export function basics({ version, DDPCommon }: ConnectionNeeds): Basics & ThisType<Connection> {
  const saysGoodbye = atLeast(version, '3.5');

  return {
    _send(message) {
      this._stream.send(DDPCommon.stringifyDDP(message));
    },
    _sendQueued(message) {
      this._send(message, true);
    },
    _lostConnection(error) {
      this._stream._lostConnection(error);
    },
    status() {
      return this._stream.status();
    },
    reconnect(options) {
      this._stream.reconnect(options);
    },
    disconnect(options) {
      if (saysGoodbye) this._send({ msg: 'disconnect' });
      this._stream.disconnect(options);
    },
    close() {
      this.disconnect({ _permanent: true });
    },
    userId() {
      this._userIdDeps.depend();
      return this._userId;
    },
    setUserId(userId) {
      if (this._userId === userId) return;
      this._userId = userId;
      this._userIdDeps.changed();
    },
  };
}
