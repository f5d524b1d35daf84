import { atLeast } from '../meteor/versions';
import { countFact, type Internals } from './internals';
import type { Subscription } from './types';

type StopMethods = Pick<
  Subscription,
  '_deactivate' | '_callStopCallbacks' | '_removeAllDocuments' | 'error' | 'stop' | 'onStop'
> &
  Pick<Subscription, '_isDeactivated'>;

/**
 * The methods by which a subscription ends. From 3.4.1 the stop callbacks are
 * awaited one after the other, and the subscription then lets go of its session.
 */
export function subscriptionStopMethods(
  internals: Internals,
): StopMethods & ThisType<Subscription> {
  const { version, Meteor } = internals;

  const callbacks: Pick<StopMethods, '_callStopCallbacks'> & ThisType<Subscription> = {
    _callStopCallbacks() {
      for (const callback of takeCallbacks(this)) callback();
    },
  };

  const awaitedCallbacks: Pick<StopMethods, '_callStopCallbacks'> & ThisType<Subscription> = {
    async _callStopCallbacks() {
      for (const callback of takeCallbacks(this)) {
        try {
          await callback();
        } catch (error) {
          Meteor._debug('Exception in onStop callback:', error);
        }
      }
    },
  };

  return {
    ...(atLeast(version, '3.4.1') ? awaitedCallbacks : callbacks),

    _deactivate() {
      if (this._deactivated) return;
      this._deactivated = true;
      const stopped = this._callStopCallbacks();
      if (atLeast(version, '3.4.1')) {
        (stopped as Promise<void>).then(() => {
          this._session = null;
          this._documents = new Map();
        });
      }
      countFact(internals, 'livedata', 'subscriptions', -1);
    },

    _removeAllDocuments() {
      Meteor._noYieldsAllowed(() => {
        for (const [collectionName, ids] of this._documents) {
          for (const id of ids) this.removed(collectionName, this._idFilter.idParse(id));
        }
      });
    },

    error(error) {
      if (this._isDeactivated()) return;
      this._session?._stopSubscription(this._subscriptionId, error);
    },

    stop() {
      if (this._isDeactivated()) return;
      this._session?._stopSubscription(this._subscriptionId);
    },

    onStop(callback) {
      const bound = Meteor.bindEnvironment(callback, 'onStop callback', this);
      if (this._isDeactivated()) bound();
      else this._stopCallbacks.push(bound);
    },

    _isDeactivated() {
      return this._deactivated || !this._session || this._session.inQueue === null;
    },
  };
}

function takeCallbacks(sub: Subscription): (() => unknown)[] {
  const taken = sub._stopCallbacks;
  sub._stopCallbacks = [];
  return taken;
}
