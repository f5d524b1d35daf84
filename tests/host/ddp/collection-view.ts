import { legacyClass } from '../meteor/legacy-class';
import { diffMaps, diffObjects } from './diff';
import { DummyDocumentView } from './document-view';
import type { Internals } from './internals';
import type { CollectionView, DocumentView, ViewCallbacks } from './server-types';
import type { Fields } from './types';

type Needs = Pick<Internals, 'EJSON' | 'Meteor'>;
type CollectionViewClass = new (
  collectionName: string,
  sessionCallbacks: ViewCallbacks,
) => CollectionView;

/**
 * What one client has of one collection: the merge box. It tells its callbacks
 * what the client has to be sent, which is nothing when the client knows it.
 */
export function createCollectionView(
  { EJSON, Meteor }: Needs,
  SessionDocumentView: new () => DocumentView,
): CollectionViewClass {
  function newDocument(collectionName: string): DocumentView {
    const strategy = Meteor.server.getPublicationStrategy(collectionName);
    return strategy.useDummyDocumentView ? new DummyDocumentView() : new SessionDocumentView();
  }

  class SessionCollectionView implements CollectionView {
    readonly collectionName: string;
    readonly documents = new Map<string, DocumentView>();
    readonly callbacks: ViewCallbacks;

    constructor(collectionName: string, sessionCallbacks: ViewCallbacks) {
      this.collectionName = collectionName;
      this.callbacks = sessionCallbacks;
    }

    isEmpty(): boolean {
      return this.documents.size === 0;
    }

    diff(previous: CollectionView): void {
      diffMaps(previous.documents, this.documents, {
        both: this.diffDocument.bind(this),
        rightOnly: (id, now) => this.callbacks.added(this.collectionName, id, now.getFields()),
        leftOnly: (id) => this.callbacks.removed(this.collectionName, id),
      });
    }

    diffDocument(id: string, before: DocumentView, now: DocumentView): void {
      const fields: Fields = {};
      diffObjects(before.getFields(), now.getFields(), {
        both: (key, left, right) => {
          if (!EJSON.equals(left, right)) fields[key] = right;
        },
        rightOnly: (key, right) => {
          fields[key] = right;
        },
        leftOnly: (key) => {
          fields[key] = undefined;
        },
      });
      this.callbacks.changed(this.collectionName, id, fields);
    }

    added(subscriptionHandle: string, id: string, fields: Fields): void {
      const known = this.documents.get(id);
      const view = known ?? newDocument(this.collectionName);
      if (!known) this.documents.set(id, view);
      view.existsIn.add(subscriptionHandle);
      const changes: Fields = {};
      for (const [key, value] of Object.entries(fields)) {
        view.changeField(subscriptionHandle, key, value, changes, true);
      }
      this.callbacks[known ? 'changed' : 'added'](this.collectionName, id, changes);
    }

    changed(subscriptionHandle: string, id: string, changed: Fields): void {
      const view = this.documents.get(id);
      if (!view) throw new Error(`Could not find element with id ${id} to change`);
      const changes: Fields = {};
      for (const [key, value] of Object.entries(changed)) {
        if (value === undefined) view.clearField(subscriptionHandle, key, changes);
        else view.changeField(subscriptionHandle, key, value, changes);
      }
      this.callbacks.changed(this.collectionName, id, changes);
    }

    removed(subscriptionHandle: string, id: string): void {
      const view = this.documents.get(id);
      if (!view) throw new Error(`Removed nonexistent document ${id}`);
      view.existsIn.delete(subscriptionHandle);
      if (view.existsIn.size === 0) {
        this.callbacks.removed(this.collectionName, id);
        this.documents.delete(id);
        return;
      }
      const changes: Fields = {};
      for (const key of [...view.dataByKey.keys()]) {
        view.clearField(subscriptionHandle, key, changes);
      }
      this.callbacks.changed(this.collectionName, id, changes);
    }
  }
  return legacyClass(SessionCollectionView);
}
