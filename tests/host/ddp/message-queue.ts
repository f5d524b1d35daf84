import { isPromise } from '../meteor/promises';
import { atLeast, type HostVersion } from '../meteor/versions';
import type { Frame, Session } from './types';

/**
 * Works a session's messages off one at a time. A handler gets `unblock`, by
 * which the next message starts before it is done: within that very call up to
 * 3.1.0, from `setImmediate` since 3.1.1.
 */
export function createMessageQueue(version: HostVersion): (session: Session) => void {
  const later = atLeast(version, '3.1.1');

  return function work(session) {
    if (session.workerRunning) return;
    session.workerRunning = true;
    processNext();

    function processNext(): void {
      const msg = session.inQueue?.shift();
      if (msg) handle(msg);
      else session.workerRunning = false;
    }

    function handle(msg: Frame): void {
      let blocked = true;
      const unblock = () => {
        if (!blocked) return;
        blocked = false;
        if (later) setImmediate(processNext);
        else processNext();
      };

      session.server.onMessageHook.each((callback) => {
        callback(msg, session);
        return true;
      });
      dispatch(session, msg, unblock);
    }
  };
}

function dispatch(session: Session, msg: Frame, unblock: () => void): void {
  const handler = session.protocol_handlers[String(msg.msg)];
  if (!handler) {
    session.sendError('Bad request', msg);
    unblock();
    return;
  }
  const result = handler.call(session, msg, unblock);
  if (isPromise(result)) result.finally(() => unblock());
  else unblock();
}
