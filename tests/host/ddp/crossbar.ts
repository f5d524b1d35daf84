import { legacyClass } from '../meteor/legacy-class';
import { ObjectID } from '../meteor/object-id';
import { countFact, type Internals } from './internals';
import type { Crossbar, CrossbarListener, CrossbarOptions, Notification } from './server-types';

type Listener = (notification: Notification) => unknown;

interface ListenerRecord {
  readonly trigger: Notification;
  readonly callback: Listener;
}

type Needs = Pick<Internals, 'EJSON' | 'Package'>;

/**
 * The class of crossbars: listeners by collection, told of notifications that
 * agree with their trigger in every key that both have. Callbacks run one after
 * the other, and one that was stopped meanwhile is left out.
 */
export function createCrossbar(internals: Needs): new (options?: CrossbarOptions) => Crossbar {
  const { EJSON } = internals;

  function count(crossbar: { factPackage: string; factName: string | null }, by: number): void {
    if (crossbar.factName) countFact(internals, crossbar.factPackage, crossbar.factName, by);
  }

  // The class is anonymous, like the original.
  return legacyClass(
    class {
      nextId = 1;
      listenersByCollection: Record<string, Record<string, ListenerRecord>> = {};
      listenersByCollectionCount: Record<string, number> = {};
      factPackage: string;
      factName: string | null;

      constructor(options?: CrossbarOptions) {
        this.factPackage = options?.factPackage || 'livedata';
        this.factName = options?.factName || null;
      }

      _collectionForMessage(msg: Notification): string {
        if (!('collection' in msg)) return '';
        if (typeof msg.collection !== 'string') throw Error('Message has non-string collection!');
        if (msg.collection === '') throw Error('Message has empty collection!');
        return msg.collection;
      }

      listen(trigger: Notification, callback: Listener): CrossbarListener {
        const id = this.nextId++;
        const collection = this._collectionForMessage(trigger);
        this.listenersByCollection[collection] ??= {};
        const listeners = this.listenersByCollection[collection];
        listeners[id] = { trigger: EJSON.clone(trigger), callback };
        const counts = this.listenersByCollectionCount;
        counts[collection] = (counts[collection] ?? 0) + 1;
        count(this, 1);

        return {
          stop: () => {
            count(this, -1);
            delete listeners[id];
            counts[collection] = (counts[collection] ?? 0) - 1;
            if (counts[collection] !== 0) return;
            delete this.listenersByCollection[collection];
            delete counts[collection];
          },
        };
      }

      async fire(notification: Notification): Promise<void> {
        const listeners = this.listenersByCollection[this._collectionForMessage(notification)];
        if (!listeners) return;
        const ids = Object.keys(listeners).filter((id) =>
          this._matches(notification, listeners[id]?.trigger ?? {}),
        );
        for (const id of ids) await listeners[id]?.callback(notification);
      }

      _matches(notification: Notification, trigger: Notification): boolean {
        if (isOtherDocument(notification.id, trigger.id)) return false;
        return Object.keys(trigger).every(
          (key) => !(key in notification) || EJSON.equals(trigger[key], notification[key]),
        );
      }
    },
  );
}

function isOtherDocument(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left !== right;
  if (left instanceof ObjectID && right instanceof ObjectID) return !left.equals(right);
  return false;
}
