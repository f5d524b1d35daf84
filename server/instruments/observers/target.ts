/** The part of Meteor's Mongo layer this instrument touches; the rest is found on live objects. */
export interface ObserverTarget {
  /** `MongoInternals.Connection.prototype`. */
  readonly connection: ObservingConnection;
  /** `LocalCollection` of minimongo: the polling driver compares results with it. */
  readonly localCollection?: DiffingCollection | undefined;
}

export interface ObservingConnection {
  _observeChanges(
    description: CursorDescription,
    ordered: boolean,
    callbacks: Callbacks,
    nonMutatingCallbacks?: boolean,
  ): Promise<LiveHandle>;
}

export interface DiffingCollection {
  _diffQueryChanges(
    ordered: boolean,
    before: unknown,
    after: unknown,
    observer: object,
    options?: unknown,
  ): void;
  /** The ids a selector is limited to; null or undefined when it is not. */
  _idsMatchedBySelector?(selector: unknown): readonly unknown[] | null | undefined;
}

export interface CursorDescription {
  readonly collectionName: string;
  readonly selector?: unknown;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

export type Callbacks = Readonly<Record<string, unknown>>;

/** What `_observeChanges` resolves to. Cursors on capped collections have no multiplexer. */
export interface LiveHandle {
  readonly _id?: unknown;
  readonly _multiplexer?: LiveMultiplexer | undefined;
}

export interface LiveMultiplexer {
  readonly _observeDriver?: LiveDriver | undefined;
  /** Of Meteor's class `AsynchronousQueue`. */
  readonly _queue?: unknown;
  _ready?(): boolean;
}

/** Some driver; which one is told by what it has. */
export type LiveDriver = object & Readonly<Record<string, unknown>>;
