import { countFact, type Internals } from './internals';
import { sessionLifeMethods, tearDown } from './session-life';
import type { Frame, ResumableSession, Server, Session, Socket } from './types';

type ResumptionMethods = Pick<
  ResumableSession,
  'close' | 'send' | 'processMessage' | '_stopHeartbeat'
>;

const NOT_COUNTED: readonly unknown[] = ['ping', 'pong'];

/**
 * What 3.5 does otherwise. A session whose socket went away without a goodbye
 * is parked: it stays among the sessions, keeps its subscriptions and queues
 * what it would send. A client that comes back in time and has everything that
 * was sent gets the rest; else, or when the queue overflows, the session ends.
 */
export function sessionResumptionMethods(
  internals: Internals,
): ResumptionMethods & ThisType<ResumableSession> {
  const { Meteor, DDPCommon } = internals;
  const { processMessage } = sessionLifeMethods(internals);

  function queueUp(session: ResumableSession, queue: Frame[], msg: Frame): void {
    queue.push(msg);
    if (queue.length <= (session.options.maxMessageQueueLength ?? 0)) return;
    Meteor.clearTimeout(session._removeTimeoutHandle);
    // As in 3.5.0 this throws when the session has already ended (fixed in 3.5.1).
    (session._pendingRemoveFunction as () => void)();
  }

  return {
    _stopHeartbeat() {
      this.heartbeat?.stop();
      this.heartbeat = null;
    },

    close() {
      if (this._isClosing) return;
      this._isClosing = true;
      Meteor.clearTimeout(this._removeTimeoutHandle);
      this._removeTimeoutHandle = null;
      if (this.socket) detach(this, this.socket);
      this._stopHeartbeat();
      this.server._removeSession(this, () => {
        countFact(internals, 'livedata', 'sessions', -1);
        this.inQueue = null;
        this.collectionViews = new Map();
        this._stopHeartbeat();
        Meteor.defer(() => tearDown(this));
      });
    },

    send(msg) {
      const counted = !NOT_COUNTED.includes(msg.msg);
      if (this.messageQueue && counted) {
        queueUp(this, this.messageQueue, msg);
        return;
      }
      if (!this.socket) return;
      const text = DDPCommon.stringifyDDP(msg);
      if (Meteor._printSentDDP) Meteor._debug('Sent DDP', text);
      if (counted) this.sentCount++;
      this.socket.send(text);
    },

    // A goodbye does not wait in the queue.
    processMessage(msg_in) {
      if (!this.inQueue || msg_in.msg !== 'disconnect') {
        processMessage.call(this, msg_in);
        return;
      }
      this.heartbeat?.messageReceived();
      this.protocol_handlers.disconnect?.call(this, msg_in, () => {});
    },
  };
}

function detach(session: ResumableSession, socket: Socket): void {
  if (!socket.isClosed) socket.close();
  socket._meteorSession = null;
  session.socket = null;
}

/** Handles `disconnect`: the session that sends it will not come back. */
export function disconnect(this: Session): void {
  (this as ResumableSession)._expectingDisconnect = true;
}

/** Ends a session, or parks it until its grace period is over. */
export function removeOrPark(
  { Meteor }: Pick<Internals, 'Meteor'>,
  server: Server,
  session: ResumableSession,
  callback: () => void,
): void {
  const remove = () => {
    if (!server.sessions.has(session.id)) return;
    Meteor.clearTimeout(session._removeTimeoutHandle);
    session._removeTimeoutHandle = null;
    session._pendingRemoveFunction = null;
    server.sessions.delete(session.id);
    callback();
  };
  if (session._expectingDisconnect) {
    remove();
    return;
  }
  session.messageQueue = [];
  session._pendingRemoveFunction = remove;
  Meteor.clearTimeout(session._removeTimeoutHandle);
  session._removeTimeoutHandle = Meteor.setTimeout(remove, server.options.disconnectGracePeriod);
}

/**
 * Gives the parked session that `msg` asks for its new socket. When it cannot
 * be resumed it ends at once, and the answer is false.
 */
export function resume(
  { Meteor }: Pick<Internals, 'Meteor'>,
  server: Server,
  socket: Socket,
  msg: Frame,
  startHeartbeat: (session: Session, socket: Socket) => void,
): boolean {
  const parked = server.sessions.get(String(msg.session)) as ResumableSession | undefined;
  if (!parked) return false;
  if (parked.sentCount !== msg.receivedCount || !parked._removeTimeoutHandle) {
    if (!parked._pendingRemoveFunction) return false;
    Meteor.clearTimeout(parked._removeTimeoutHandle);
    parked._pendingRemoveFunction();
    return false;
  }
  const queued = revive(Meteor, parked, socket);
  startHeartbeat(parked, socket);
  parked.send({ msg: 'connected', session: parked.id });
  if (queued) Meteor.defer(() => queued.forEach((each) => void parked.send(each)));
  return true;
}

function revive(
  Meteor: Internals['Meteor'],
  parked: ResumableSession,
  socket: Socket,
): Frame[] | undefined {
  Meteor.clearTimeout(parked._removeTimeoutHandle);
  parked._removeTimeoutHandle = undefined;
  parked._pendingRemoveFunction = undefined;
  parked._isClosing = false;
  socket._meteorSession = parked;
  const queued = parked.messageQueue;
  parked.messageQueue = undefined;
  parked.socket = socket;
  return queued;
}
