import { diffMaps } from './diff';
import type { Internals } from './internals';
import type { Session } from './types';

type ViewMethods = Pick<
  Session,
  | 'sendReady'
  | '_canSend'
  | 'sendAdded'
  | 'sendChanged'
  | 'sendRemoved'
  | 'getSendCallbacks'
  | 'getCollectionView'
  | 'added'
  | 'removed'
  | 'changed'
  | '_diffCollectionViews'
>;

/** The methods of a session that say what its client gets to see of documents. */
export function sessionViewMethods({
  DDPServer,
}: Pick<Internals, 'DDPServer'>): ViewMethods & ThisType<Session> {
  return {
    sendReady(subscriptionIds) {
      if (this._isSending) this.send({ msg: 'ready', subs: subscriptionIds });
      else this._pendingReady.push(...subscriptionIds);
    },

    _canSend(collectionName) {
      const strategy = this.server.getPublicationStrategy(collectionName);
      return this._isSending || !strategy.useCollectionView;
    },

    sendAdded(collectionName, id, fields) {
      if (!this._canSend(collectionName)) return;
      this.send({ msg: 'added', collection: collectionName, id, fields });
    },

    sendChanged(collectionName, id, fields) {
      if (Object.keys(fields).length === 0 || !this._canSend(collectionName)) return;
      this.send({ msg: 'changed', collection: collectionName, id, fields });
    },

    sendRemoved(collectionName, id) {
      if (!this._canSend(collectionName)) return;
      this.send({ msg: 'removed', collection: collectionName, id });
    },

    getSendCallbacks() {
      return {
        added: this.sendAdded.bind(this),
        changed: this.sendChanged.bind(this),
        removed: this.sendRemoved.bind(this),
      };
    },

    getCollectionView(collectionName) {
      const known = this.collectionViews.get(collectionName);
      if (known) return known;
      const view = new DDPServer._SessionCollectionView(collectionName, this.getSendCallbacks());
      this.collectionViews.set(collectionName, view);
      return view;
    },

    added(subscriptionHandle, collectionName, id, fields) {
      if (!this.server.getPublicationStrategy(collectionName).useCollectionView) {
        this.sendAdded(collectionName, id, fields);
        return;
      }
      this.getCollectionView(collectionName).added(subscriptionHandle, id, fields);
    },

    removed(subscriptionHandle, collectionName, id) {
      if (!this.server.getPublicationStrategy(collectionName).useCollectionView) {
        this.sendRemoved(collectionName, id);
        return;
      }
      const view = this.getCollectionView(collectionName);
      view.removed(subscriptionHandle, id);
      if (view.isEmpty()) this.collectionViews.delete(collectionName);
    },

    changed(subscriptionHandle, collectionName, id, fields) {
      if (!this.server.getPublicationStrategy(collectionName).useCollectionView) {
        this.sendChanged(collectionName, id, fields);
        return;
      }
      this.getCollectionView(collectionName).changed(subscriptionHandle, id, fields);
    },

    _diffCollectionViews(before) {
      diffMaps(before, this.collectionViews, {
        both: (_name, left, right) => right.diff(left),
        rightOnly: (name, right) => {
          for (const [id, view] of right.documents) this.sendAdded(name, id, view.getFields());
        },
        leftOnly: (name, left) => {
          for (const id of left.documents.keys()) this.sendRemoved(name, id);
        },
      });
    },
  };
}
