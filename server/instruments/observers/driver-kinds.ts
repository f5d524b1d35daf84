import type { LiveDriver } from './target';

/** How the work of one kind of driver is counted: names of methods of its class. */
export interface DriverKind {
  readonly name: string;
  recognises(driver: LiveDriver): boolean;
  /** What looks at mutations for the driver; the driver itself when absent. */
  evaluator?(driver: LiveDriver): object;
  /** Each call looks at one mutation, in its synchronous part. */
  readonly evaluations: readonly string[];
  /** Synchronous; belong to an evaluation that began earlier. */
  readonly followUps: readonly string[];
  /** Asynchronous; each call runs the query again. */
  readonly polls: readonly string[];
  /** Each call fetches what is needed to decide. */
  readonly fetches: readonly string[];
}

/**
 * The drivers that are known, told by what a live one has, never by the name
 * of its class: compilers and forks change names.
 */
export const driverKinds: readonly DriverKind[] = [
  {
    name: 'changeStream',
    recognises: (driver) => driver._usesChangeStreams === true,
    evaluations: ['_onChange'],
    followUps: ['_handleInsert', '_handleUpdate', '_handleDelete'],
    polls: [],
    fetches: [],
  },
  {
    name: 'oplog',
    recognises: (driver) => driver._usesOplog === true,
    evaluations: ['_handleOplogEntryQuerying', '_handleOplogEntrySteadyOrFetching'],
    followUps: ['_handleDoc', '_publishNewResults'],
    polls: [],
    fetches: ['_fetchModifiedDocuments'],
  },
  {
    name: 'redis',
    recognises: (driver) =>
      typeof driver.observableCollection === 'object' && typeof driver.redisSubscriber === 'object',
    evaluator: (driver) => driver.redisSubscriber as object,
    evaluations: ['process', 'processSynthetic'],
    followUps: [],
    polls: [],
    fetches: [],
  },
  {
    name: 'polling',
    recognises: (driver) => typeof driver._pollMongo === 'function',
    evaluations: [],
    followUps: [],
    polls: ['_pollMongo'],
    fetches: [],
  },
];

/** The kind of a live driver; undefined for one that is not known, whose work cannot be counted. */
export function driverKindOf(driver: LiveDriver | undefined): DriverKind | undefined {
  return driver && driverKinds.find((kind) => kind.recognises(driver));
}

/** How a driver is called in entries, known or not. */
export function driverName(driver: LiveDriver | undefined): string {
  return driverKindOf(driver)?.name ?? (driver?.constructor?.name || 'unknown');
}
