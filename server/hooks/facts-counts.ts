/** What both Meteor and Radiant count. */
export type CountName =
  | 'sessions'
  | 'subscriptions'
  | 'handles'
  | 'multiplexers'
  | 'oplogDrivers'
  | 'pollingDrivers';

/** How many live now; a count that is not known is absent. */
export type Counts = Readonly<Partial<Record<CountName, number>>>;

/** Radiant's counts, and what explains that Meteor's are higher for a while, or for good. */
export interface OwnCounts {
  readonly live: Counts;
  /** Observers that are being opened: Meteor counts them already. */
  readonly opening: number;
  /** Observers that could not be opened, since the start: Meteor does not take their handles back. */
  readonly failed: number;
  /** Whether drivers of other packages live: redis-oplog takes back oplog drivers it never counted. */
  readonly hasForeignDrivers: boolean;
}
