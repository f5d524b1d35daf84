import type { ConnectionSource } from '../../../common/mongo-connections';

/** The part of Meteor's Mongo layer this instrument touches; the rest is found on live connections. */
export interface StreamTarget extends ConnectionSource<'_observeChanges'> {
  readonly connection: ConnectionPrototype;
}

export interface ConnectionPrototype {
  readonly _observeChanges: (...args: never[]) => unknown;
  /** From Meteor 3.5. */
  _acquireSharedChangeStream?(collection: never): unknown;
}

/** A live `MongoInternals.Connection`. */
export interface StreamConnection {
  readonly _oplogHandle?: OplogHandle | null | undefined;
  /** One per collection that change streams are observed on. */
  readonly _sharedChangeStreams?: SharedStreams | undefined;
}

export interface OplogHandle {
  readonly _dbName?: string;
  readonly _stopped?: boolean;
  readonly _crossbar: { fire(trigger: OplogTrigger): unknown };
  readonly _entryQueue: EntryQueue;
  onSkippedEntries(skipped: () => void): { stop(): void };
}

/** What the crossbar is told of an entry. */
export interface OplogTrigger {
  /** Absent when the whole database was dropped. */
  readonly collection?: string;
  readonly dropCollection?: boolean;
  readonly dropDatabase?: boolean;
  readonly id?: unknown;
  readonly op?: OplogEntry;
}

export interface OplogEntry {
  readonly ns?: string;
  /** When it was written, by the database's clock; operations of a transaction have none of their own. */
  readonly wall?: unknown;
}

export interface EntryQueue {
  readonly length: number;
  pop(): unknown;
  clear(): unknown;
  toArray(): readonly unknown[];
}

export type SharedStreams =
  | Readonly<Record<string, SharedStream>>
  | ReadonlyMap<string, SharedStream>;

export interface SharedStream {
  readonly _drivers?: { readonly size: number };
  _onChange(event: ChangeEvent): unknown;
  readonly _stopped?: boolean;
  _restart?(...args: never[]): unknown;
  /** Whether the next restart has missed events for good, or a function that is told so. */
  readonly _historyLost?: unknown;
}

export interface ChangeEvent {
  readonly operationType?: string;
  readonly ns?: { readonly coll?: string };
  readonly documentKey?: { readonly _id?: unknown };
  /** When it was written, by the database's clock; from MongoDB 6. */
  readonly wallTime?: unknown;
}
