import { Random } from '../../meteor/random';
import type { ConnectionNeeds } from './needs';
import type { Connection, SubscriptionHandle, SubscriptionRecord } from './types';

interface Callbacks {
  onReady?: () => void;
  onError?: (error: unknown) => void;
  onStop?: (error?: unknown) => void;
}

type Subscriptions = Pick<Connection, 'subscribe' | '_unsubscribeAll'>;

/** Subscriptions. In a computation that runs again, an equal one is kept and no other is opened. */
export function subscriptions(needs: ConnectionNeeds): Subscriptions & ThisType<Connection> {
  const { EJSON, Tracker } = needs;

  function opened(connection: Connection, name: string, params: unknown[], callbacks: Callbacks) {
    const id = Random.id();
    const record: SubscriptionRecord = {
      ...{ id, name, params: EJSON.clone(params), inactive: false, ready: false },
      readyDeps: new Tracker.Dependency(),
      readyCallback: callbacks.onReady,
      errorCallback: callbacks.onError,
      stopCallback: callbacks.onStop,
      connection,
      remove() {
        delete this.connection._subscriptions[this.id];
        if (this.ready) this.readyDeps.changed();
      },
      stop() {
        this.connection._sendQueued({ msg: 'unsub', id });
        this.remove();
        callbacks.onStop?.();
      },
    };
    connection._subscriptions[id] = record;
    connection._send({ msg: 'sub', id, name, params });
    return id;
  }

  function stopWithComputation(connection: Connection, handle: SubscriptionHandle): void {
    const record = () => connection._subscriptions[handle.subscriptionId];
    Tracker.onInvalidate(() => {
      const known = record();
      if (known) known.inactive = true;
      Tracker.afterFlush(() => {
        if (record()?.inactive) handle.stop();
      });
    });
  }

  return {
    subscribe(name, ...args) {
      const callbacks = takeCallbacks(args);
      const existing = Object.values(this._subscriptions).find(
        (record) => record.inactive && record.name === name && EJSON.equals(record.params, args),
      );
      if (existing) revive(existing, callbacks);
      const id = existing?.id ?? opened(this, name, args, callbacks);
      const handle: SubscriptionHandle = {
        subscriptionId: id,
        stop: () => this._subscriptions[id]?.stop(),
        ready: () => {
          const record = this._subscriptions[id];
          record?.readyDeps.depend();
          return record?.ready ?? false;
        },
      };
      if (Tracker.active) stopWithComputation(this, handle);
      return handle;
    },

    _unsubscribeAll() {
      for (const record of Object.values(this._subscriptions)) {
        if (record.name !== 'meteor_autoupdate_clientVersions') record.stop();
      }
    },
  };
}

/** Takes the callbacks off the end of the arguments. */
function takeCallbacks(args: unknown[]): Callbacks {
  const last = args.at(-1) as Callbacks | (() => void) | null | undefined;
  if (typeof last === 'function') {
    args.pop();
    return { onReady: last };
  }
  const named = [last?.onReady, last?.onError, last?.onStop];
  if (!last || !named.some((callback) => typeof callback === 'function')) return {};
  args.pop();
  return last;
}

function revive(record: SubscriptionRecord, { onReady, onError, onStop }: Callbacks): void {
  record.inactive = false;
  if (onReady && record.ready) onReady();
  else if (onReady) record.readyCallback = onReady;
  if (onError) record.errorCallback = onError;
  if (onStop) record.stopCallback = onStop;
}
