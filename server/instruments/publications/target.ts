import type { DdpSession, DdpSubscription } from '../../../common/ddp';

/** The part of Meteor this instrument touches. */
export interface PublicationTarget {
  /** `Meteor.server`. */
  readonly server: PublicationServer;
  /** `Session.prototype`. */
  readonly session: PublicationSession;
  /** `Subscription.prototype`. */
  readonly subscription: SubscriptionPrototype;
  /** A session of Radiant's own, which is not observed. */
  readonly probe?: DdpSession | undefined;
}

export interface PublicationServer {
  readonly publish_handlers: Record<string, unknown>;
  readonly universal_publish_handlers: readonly unknown[];
  getPublicationStrategy(collection: string): {
    readonly useCollectionView: boolean;
    readonly useDummyDocumentView?: boolean;
  };
}

interface PublicationSession extends Pick<DdpSession, 'protocol_handlers'> {
  _setUserId(userId: string | null): Promise<void>;
  _deactivateAllSubscriptions(): void;
}

/** The methods of `Subscription.prototype` that are hooked. */
export interface SubscriptionPrototype extends DdpSubscription {
  _runHandler(): Promise<void>;
  _deactivate(): void;
  _recreate(): DdpSubscription;
  ready(): void;
  error(error: unknown): void;
  added(collection: string, id: unknown, fields: unknown): void;
  changed(collection: string, id: unknown, fields: unknown): void;
  removed(collection: string, id: unknown): void;
}
