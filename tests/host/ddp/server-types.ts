import type { EnvironmentVariable } from '../meteor/dynamics';
import type { Fields } from './types';

export interface Write {
  committed(): unknown;
}

export type FenceCallback = (fence: WriteFence) => unknown;

export interface WriteFence {
  readonly armed: boolean;
  readonly fired: boolean;
  readonly retired: boolean;
  readonly outstanding_writes: number;
  beginWrite(): Write;
  arm(): Promise<void>;
  onBeforeFire(callback: FenceCallback): void;
  onAllCommitted(callback: FenceCallback): void;
  armAndWait(): Promise<unknown>;
  retire(): void;
}

export type Notification = Record<string, unknown>;

export interface CrossbarListener {
  stop(): void;
}

export interface Crossbar {
  readonly listenersByCollection: Record<string, Record<string, unknown>>;
  readonly listenersByCollectionCount: Record<string, number>;
  listen(
    trigger: Notification,
    callback: (notification: Notification) => unknown,
  ): CrossbarListener;
  fire(notification: Notification): Promise<void>;
}

export interface CrossbarOptions {
  readonly factPackage?: string;
  readonly factName?: string;
}

export interface DDPServer {
  publicationStrategies: Record<string, PublicationStrategy>;
  _SessionDocumentView: new () => DocumentView;
  _getCurrentFence(): WriteFence | undefined;
  _SessionCollectionView: new (
    collectionName: string,
    sessionCallbacks: ViewCallbacks,
  ) => CollectionView;
  _calculateVersion(clientVersions: string[], serverVersions: string[]): string | undefined;
  _WriteFence: new () => WriteFence;
  _CurrentWriteFence: EnvironmentVariable<WriteFence>;
  _Crossbar: new (options?: CrossbarOptions) => Crossbar;
  _InvalidationCrossbar: Crossbar;
}

export interface ViewCallbacks {
  added(collectionName: string, id: string, fields: Fields): void;
  changed(collectionName: string, id: string, fields: Fields): void;
  removed(collectionName: string, id: string): void;
}

export interface PublicationStrategy {
  readonly useDummyDocumentView: boolean;
  readonly useCollectionView: boolean;
  readonly doAccountingForCollection: boolean;
}

export interface DocumentView {
  readonly existsIn: Set<string>;
  readonly dataByKey: Map<string, { subscriptionHandle: string; value: unknown }[]>;
  getFields(): Fields;
  clearField(subscriptionHandle: string, key: string, changes: Fields): void;
  changeField(
    subscriptionHandle: string,
    key: string,
    value: unknown,
    changes: Fields,
    isAdd?: boolean,
  ): void;
}

export interface CollectionView {
  readonly documents: Map<string, DocumentView>;
  isEmpty(): boolean;
  diff(previous: CollectionView): void;
  added(subscriptionHandle: string, id: string, fields: Fields): void;
  changed(subscriptionHandle: string, id: string, fields: Fields): void;
  removed(subscriptionHandle: string, id: string): void;
}
