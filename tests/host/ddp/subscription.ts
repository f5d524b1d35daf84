import { idParse, idStringify } from '../meteor/object-id';
import { isPromise } from '../meteor/promises';
import { maybeAuditArgumentChecks } from './argument-audit';
import { countFact, type Internals } from './internals';
import { _publishHandlerResult } from './publish-result';
import { subscriptionStopMethods } from './subscription-stop';
import type {
  ConnectionHandle,
  PublishHandler,
  Session,
  SubscriptionClass,
  Subscription as SubscriptionShape,
} from './types';

type PublishMethods = Pick<
  SubscriptionShape,
  'added' | 'changed' | 'removed' | 'ready' | '_runHandler' | '_publishHandlerResult' | '_recreate'
>;

/** The class of subscriptions: `this` of a publish function. */
export function createSubscription(internals: Internals): SubscriptionClass {
  const { Random } = internals;

  class Subscription {
    _session: Session | null;
    readonly connection: ConnectionHandle;
    readonly _handler: PublishHandler;
    readonly _subscriptionId: string | undefined;
    readonly _name: string | undefined;
    readonly _params: unknown[];
    readonly _subscriptionHandle: string;
    _deactivated = false;
    _stopCallbacks: (() => unknown)[] = [];
    _documents = new Map<string, Set<string>>();
    _ready = false;
    readonly userId: string | null;
    readonly _idFilter = { idStringify, idParse };
    declare unblock: () => void;

    constructor(
      session: Session,
      handler: PublishHandler,
      subscriptionId?: string,
      params?: unknown[],
      name?: string,
    ) {
      this._session = session;
      this.connection = session.connectionHandle;
      this._handler = handler;
      this._subscriptionId = subscriptionId;
      this._name = name;
      this._params = params || [];
      this._subscriptionHandle = subscriptionId ? `N${subscriptionId}` : `U${Random.id()}`;
      this.userId = session.userId;
      countFact(internals, 'livedata', 'subscriptions', 1);
    }
  }

  Object.assign(
    Subscription.prototype,
    publishMethods(internals, Subscription as unknown as SubscriptionClass),
    subscriptionStopMethods(internals),
  );
  return Subscription as unknown as SubscriptionClass;
}

function publishMethods(
  internals: Internals,
  Subscription: SubscriptionClass,
): PublishMethods & ThisType<SubscriptionShape> {
  const { DDP, EJSON } = internals;

  function callHandler(sub: SubscriptionShape): unknown {
    const description = `publisher '${sub._name}'`;
    return DDP._CurrentPublicationInvocation.withValue(
      sub,
      () => {
        const params = EJSON.clone(sub._params);
        return maybeAuditArgumentChecks(internals, sub._handler, sub, params, description);
      },
      { name: sub._name },
    );
  }

  function sessionOf(sub: SubscriptionShape): Session {
    return sub._session as Session;
  }

  function isAccounted(sub: SubscriptionShape, collectionName: string): boolean {
    const { server } = sessionOf(sub);
    return server.getPublicationStrategy(collectionName).doAccountingForCollection;
  }

  return {
    async _runHandler() {
      this.unblock ||= () => {};
      let result: unknown;
      try {
        result = callHandler(this);
      } catch (error) {
        this.error(error);
        return;
      }
      if (this._isDeactivated()) return;
      if (!isPromise(result)) {
        await this._publishHandlerResult(result);
        return;
      }
      try {
        await this._publishHandlerResult(await result);
      } catch (error) {
        this.error(error);
      }
    },

    _publishHandlerResult,

    _recreate() {
      const { _handler, _subscriptionId, _params, _name } = this;
      return new Subscription(sessionOf(this), _handler, _subscriptionId, _params, _name);
    },

    added(collectionName, id, fields) {
      if (this._isDeactivated()) return;
      const key = this._idFilter.idStringify(id);
      if (isAccounted(this, collectionName)) {
        const ids = this._documents.get(collectionName) ?? new Set();
        this._documents.set(collectionName, ids.add(key));
      }
      sessionOf(this).added(this._subscriptionHandle, collectionName, key, fields);
    },

    changed(collectionName, id, fields) {
      if (this._isDeactivated()) return;
      const key = this._idFilter.idStringify(id);
      sessionOf(this).changed(this._subscriptionHandle, collectionName, key, fields);
    },

    removed(collectionName, id) {
      if (this._isDeactivated()) return;
      const key = this._idFilter.idStringify(id);
      if (isAccounted(this, collectionName)) {
        // Throws, like Meteor, when nothing of that collection was ever added.
        (this._documents.get(collectionName) as Set<string>).delete(key);
      }
      sessionOf(this).removed(this._subscriptionHandle, collectionName, key);
    },

    ready() {
      if (this._isDeactivated() || !this._subscriptionId || this._ready) return;
      sessionOf(this).sendReady([this._subscriptionId]);
      this._ready = true;
    },
  };
}
