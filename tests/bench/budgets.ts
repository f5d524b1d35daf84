/** What a bench may measure at most. */
export interface Budget {
  /** Nanoseconds, bytes or percent, as the table has them. */
  readonly most: number;
  /**
   * What is held against it: what the others take more than the first row, the
   * first row, each of them, or how many times the second one the last one is.
   */
  readonly of: 'added' | 'first' | 'each' | 'growth';
}

/** Every budget of `npm run bench`, in nanoseconds where the name does not say otherwise. */
export const budgets = {
  /** A call, its trace, and the three messages it is made of: method, result, updated. */
  methodByClient: added(3_500),
  methodByServer: added(2_000),
  /** Six messages (sub, added, ready, unsub, removed, nosub), its trace, and what it counts. */
  subscription: added(10_000),
  message: added(500),

  evaluation: added(400),
  /** Two steps of the driver: looking, and handling. */
  changeStreamEvaluation: added(800),
  changePassedOn: added(1_500),
  /** Opening costs a query of the database besides, which takes a millisecond or more. */
  observerJoins: added(20_000),
  observerOpens: added(120_000),

  /** What a call with three operations can afford of its 2 µs. */
  databaseCommand: added(600),
  /** A find, which keeps an account of its own. */
  cursor: added(1_500),
  documentOfBatch: added(100),
  write: added(1_000),
  rawWrite: added(1_200),
  oplogEntry: added(400),

  /** Node 20 takes several times as long for express, and for the hooks in it, as Node 24 does. */
  requestToApp: added(40_000),
  requestOfApp: added(3_000),

  traceLetGo: added(2_000),
  traceKept: added(4_000),

  /** One value into a histogram that is found by its name. */
  record: first(60),
  /** The same with the sample that it comes in. */
  recordSample: first(150),
  /** All that a call counts: a counter and seven histograms. */
  recordCall: first(800),
  histogramBytes: first(2.5 * 1024),

  /** Of 1,000 touched series; what a sink does with them comes in slices of its own. */
  flushInAll: first(5e6),
  flushSlice: first(1.5e6),
  /** At once, with 10,000 observers. */
  flushOfObservers: first(5e6),
  /** What the outbox does at once beside the app's work, with up to 10,000 series. */
  outboxBlock: first(5e6),

  /**
   * From the package's first line to a running agent, in a process that has just
   * begun. Reading and compiling the code, which Meteor does, comes before.
   */
  startUp: first(30e6),
  /** With 10,000 of them beside 100. */
  flat: { most: 1.5, of: 'growth' },

  /** Per cent of a core. */
  idle: added(0.2),
  /** The same with the event loop's delay measured at its default resolution. */
  idleWithLoopMonitor: added(0.7),
} as const satisfies Readonly<Record<string, Budget>>;

function added(most: number): Budget {
  return { most, of: 'added' };
}

function first(most: number): Budget {
  return { most, of: 'first' };
}
