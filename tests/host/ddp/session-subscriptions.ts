import { wrapInternalException } from './internal-error';
import type { Internals } from './internals';
import { setUserIdMethod } from './set-user-id';
import type { Frame, Session, SubscriptionClass } from './types';

type SubscriptionMethods = Pick<
  Session,
  | 'startUniversalSubs'
  | '_eachSub'
  | '_setUserId'
  | '_startSubscription'
  | '_stopSubscription'
  | '_deactivateAllSubscriptions'
>;

/** The methods of a session that start and stop subscriptions. */
export function sessionSubscriptionMethods(
  internals: Internals,
  Subscription: SubscriptionClass,
): SubscriptionMethods & ThisType<Session> {
  return {
    ...setUserIdMethod(internals),

    startUniversalSubs() {
      for (const handler of [...this.server.universal_publish_handlers]) {
        this._startSubscription(handler);
      }
    },

    _eachSub(callback) {
      this._namedSubs.forEach((sub) => {
        callback(sub);
      });
      this._universalSubs.forEach((sub) => {
        callback(sub);
      });
    },

    // Not async: `cachedUnblock` belongs to the message that is being handled now.
    _startSubscription(handler, subId, params, name) {
      const sub = new Subscription(this, handler, subId, params, name);
      sub.unblock = this.cachedUnblock ?? (() => {});
      if (subId) this._namedSubs.set(subId, sub);
      else this._universalSubs.push(sub);
      return sub._runHandler();
    },

    _stopSubscription(subId, error) {
      const sub = subId ? this._namedSubs.get(subId) : undefined;
      if (subId && sub) {
        sub._removeAllDocuments();
        sub._deactivate();
        this._namedSubs.delete(subId);
      }
      const response: Record<string, unknown> & Frame = { msg: 'nosub', id: subId };
      if (error) {
        const context = sub?._name ? `from sub ${sub._name} id ${subId}` : `from sub id ${subId}`;
        response.error = wrapInternalException(internals, error, context);
      }
      this.send(response);
    },

    _deactivateAllSubscriptions() {
      for (const sub of this._namedSubs.values()) sub._deactivate();
      this._namedSubs = new Map();
      for (const sub of this._universalSubs) sub._deactivate();
      this._universalSubs = [];
    },
  };
}
