import { countFact, type Internals } from './internals';
import { createMessageQueue } from './message-queue';
import type { Session } from './types';

type LifeMethods = Pick<Session, 'send' | 'sendError' | 'processMessage' | 'close'>;

/** The methods by which a session talks, listens and ends, up to 3.4.1. */
export function sessionLifeMethods(internals: Internals): LifeMethods & ThisType<Session> {
  const { version, Meteor, DDPCommon } = internals;
  const work = createMessageQueue(version);

  return {
    close() {
      if (!this.inQueue) return;
      this.inQueue = null;
      this.collectionViews = new Map();
      this.heartbeat?.stop();
      this.heartbeat = null;
      if (this.socket) {
        this.socket.close();
        this.socket._meteorSession = null;
      }
      countFact(internals, 'livedata', 'sessions', -1);
      Meteor.defer(() => tearDown(this));
      this.server._removeSession(this);
    },

    send(msg) {
      if (!this.socket) return;
      if (Meteor._printSentDDP) Meteor._debug('Sent DDP', DDPCommon.stringifyDDP(msg));
      this.socket.send(DDPCommon.stringifyDDP(msg));
    },

    sendError(reason, offendingMessage) {
      this.send({ msg: 'error', reason, ...(offendingMessage ? { offendingMessage } : {}) });
    },

    processMessage(msg_in) {
      if (!this.inQueue) return;
      this.heartbeat?.messageReceived();
      if (this.version !== 'pre1' && msg_in.msg === 'ping') {
        if (this._respondToPings) this.send({ msg: 'pong', id: msg_in.id });
        return;
      }
      if (this.version !== 'pre1' && msg_in.msg === 'pong') return;
      this.inQueue.push(msg_in);
      work(this);
    },
  };
}

/** What is left to do once a session is gone: stopping may take its time. */
export function tearDown(session: Session): void {
  session._deactivateAllSubscriptions();
  for (const callback of session._closeCallbacks) callback();
}
