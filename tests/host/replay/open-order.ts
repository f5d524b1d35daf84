import type { RecordedDriver } from './scenario';

const BY_TIME = 'how long a write takes against the observer of what it changes';

interface OpenOrder {
  /** What the order hangs on. */
  readonly because: string;
  /** With which driver; both by default. */
  readonly driver?: RecordedDriver;
  /** With polling the number of calls is open too: one poll may answer several writes. */
  readonly coalesces?: boolean;
}

/**
 * Scenarios in which the order of calls and of documents is open although two
 * recorded runs agreed. There, the handlers of every message and all control
 * frames are compared in order, everything else by number. The recordings say
 * themselves where else the calls of their runs came in another order.
 */
const OPEN_ORDER: Readonly<Record<string, OpenOrder>> = {
  'sub-two-cursors': { because: 'which of two cursors answers first' },
  'sub-rerun-on-login': { because: 'which of two subscriptions is ready first' },
  'sub-overlapping-fields': { because: 'which of two observers hears of a write first' },
  'observer-duplicate-race': { because: 'which of two observers starts first' },
  'observer-limit-sort': { because: BY_TIME },
  'observer-reuse': { because: BY_TIME },
  'method-insert-generated-id': { because: BY_TIME },
  'method-write-multi': { because: BY_TIME, coalesces: true },
  'method-write-other-client': { because: BY_TIME, driver: 'oplog' },
  'method-write-unblocked': { because: BY_TIME, driver: 'oplog' },
  'method-write-with-sub': { because: BY_TIME, driver: 'oplog' },
  'live-replace-and-multi': { because: BY_TIME, driver: 'oplog' },
};

export function isOrderOpen(scenario: string, driver: RecordedDriver): boolean {
  const open = OPEN_ORDER[scenario];
  return open !== undefined && (open.driver ?? driver) === driver;
}

/** Whether even the number of calls hangs on time. */
export function isNumberOpen(scenario: string, driver: RecordedDriver): boolean {
  return driver === 'polling' && OPEN_ORDER[scenario]?.coalesces === true;
}
