import type { Internals } from './internals';
import { rateLimitError } from './rate-limit-check';
import type { Frame, ProtocolHandler, PublishHandler, Session } from './types';

interface SubFrame {
  readonly id: string;
  readonly name: string;
  readonly params?: unknown[];
}

/** Handles `sub`: the client's next message waits until the initial data is sent. */
export function createSubHandler(internals: Internals): ProtocolHandler {
  const { Meteor } = internals;

  function isKnown(session: Session, msg: SubFrame): boolean {
    if (session.server.publish_handlers[msg.name]) return true;
    const error = new Meteor.Error(404, `Subscription '${msg.name}' not found`);
    session.send({ msg: 'nosub', id: msg.id, error });
    return false;
  }

  return async function sub(this: Session, msg: Frame, unblock: () => void): Promise<void> {
    this.cachedUnblock = unblock;
    if (!isWellFormed(msg)) {
      this.sendError('Malformed subscription', msg);
      return;
    }
    if (!isKnown(this, msg) || this._namedSubs.has(msg.id)) return;
    const limited = rateLimitError(internals, this, 'subscription', msg.name);
    const error = limited instanceof Promise ? await limited : limited;
    if (error) {
      this.send({ msg: 'nosub', id: msg.id, error });
      return;
    }
    const handler = this.server.publish_handlers[msg.name] as PublishHandler;
    await this._startSubscription(handler, msg.id, msg.params, msg.name);
    this.cachedUnblock = null;
  };
}

function isWellFormed(msg: Frame): msg is Frame & SubFrame {
  const params = 'params' in msg ? msg.params : [];
  return typeof msg.id === 'string' && typeof msg.name === 'string' && Array.isArray(params);
}
