import type { Ejson } from '../meteor/ejson';
import { legacyClass } from '../meteor/legacy-class';
import { atLeast, type HostVersion } from '../meteor/versions';
import type { DocumentView } from './server-types';
import type { Fields } from './types';

interface Precedence {
  readonly subscriptionHandle: string;
  value: unknown;
}

/**
 * What one client knows of one document, field by field. Several subscriptions
 * may have an opinion of a field: the eldest of them is what the client sees.
 */
export function createDocumentView(EJSON: Ejson, version: HostVersion): new () => DocumentView {
  class SessionDocumentView implements DocumentView {
    readonly existsIn = new Set<string>();
    readonly dataByKey = new Map<string, Precedence[]>();

    getFields(): Fields {
      return Object.fromEntries([...this.dataByKey].map(([key, list]) => [key, list[0]?.value]));
    }

    clearField(subscriptionHandle: string, key: string, changes: Fields): void {
      const list = key === '_id' ? undefined : this.dataByKey.get(key);
      if (!list) return;
      const index = list.findIndex((each) => each.subscriptionHandle === subscriptionHandle);
      const [removed] = index < 0 ? [] : list.splice(index, 1);
      const shown = list[0];
      if (!shown) {
        this.dataByKey.delete(key);
        changes[key] = undefined;
      } else if (index === 0 && isOther(removed?.value, shown.value)) {
        changes[key] = shown.value;
      }
    }

    changeField(
      subscriptionHandle: string,
      key: string,
      given: unknown,
      changes: Fields,
      isAdd?: boolean,
    ): void {
      if (key === '_id') return;
      const value = EJSON.clone(given);
      const list = this.dataByKey.get(key);
      if (!list) {
        this.dataByKey.set(key, [{ subscriptionHandle, value }]);
        changes[key] = value;
        return;
      }
      const known = isAdd
        ? undefined
        : list.find((each) => each.subscriptionHandle === subscriptionHandle);
      if (!known) {
        list.push({ subscriptionHandle, value });
        return;
      }
      if (known === list[0] && !EJSON.equals(value, known.value)) changes[key] = value;
      known.value = value;
    }
  }

  function isOther(removed: unknown, shown: unknown): boolean {
    return removed !== undefined && !EJSON.equals(removed, shown);
  }

  // The last parameter has had a default since the class got a file of its own.
  if (atLeast(version, '3.1.1')) {
    Object.defineProperty(SessionDocumentView.prototype.changeField, 'length', { value: 4 });
  }
  return legacyClass(SessionDocumentView);
}

/** The view of a strategy that knows who has a document, but not what is in it. */
export class DummyDocumentView implements DocumentView {
  readonly existsIn = new Set<string>();
  readonly dataByKey = new Map<string, Precedence[]>();

  getFields(): Fields {
    return {};
  }

  clearField(_subscriptionHandle: string, key: string, changes: Fields): void {
    changes[key] = undefined;
  }

  changeField(_subscriptionHandle: string, key: string, value: unknown, changes: Fields): void {
    changes[key] = value;
  }
}
