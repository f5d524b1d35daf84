import type { Recorder } from '../../../common/recorder';
import type { Undo } from '../../../common/undo';
import { getMore } from './commands';
import type { Operation, Operations } from './operations';

/** What a cursor has asked the database so far. */
export interface Reading {
  /** What opened it. */
  readonly operation: Operation;
  /** Questions under way. */
  waiting: number;
  /** Whether the database has been asked. */
  hasAsked: boolean;
  /** Time of the questions since it was last recorded, in milliseconds. */
  waitedMs: number;
  lastAt: number;
  failed: boolean;
  /** Whether its first part was recorded, because nobody read on. */
  isRecorded: boolean;
  /** The cursor was closed while it was asking. */
  isClosing: boolean;
}

/** Adds up what cursors wait for, and records each when it has ended. */
export interface Readings {
  open(operation: Operation): Reading;
  asked(reading: Reading): void;
  answered(reading: Reading, durationMs: number, failed: boolean, isOver: boolean): void;
  /** The app reads no further. */
  closed(reading: Reading): void;
  /** The app reads from the start again. */
  rewound(reading: Reading): void;
  undo: Undo;
}

const maxUnfinished = 1_000;
const abandonedAfterMs = 60_000;

/**
 * Some cursors are left half read and never closed: after a minute, or when
 * there are too many, what they have cost is recorded; what comes of them
 * later, as `getMore`.
 */
export function createReadings(
  { record, named }: Operations,
  { now, onCollect }: Recorder,
): Readings {
  const unfinished = new Set<Reading>();
  const more = named(getMore);

  function tell(reading: Reading): void {
    const { operation, isRecorded, waitedMs, failed } = reading;
    const told = isRecorded ? more(operation.collection) : operation;
    record(told, waitedMs, failed);
    reading.isRecorded = true;
    reading.waitedMs = 0;
    reading.failed = false;
  }

  function finish(reading: Reading): void {
    if (unfinished.size > 0) unfinished.delete(reading);
    tell(reading);
    startAnew(reading);
  }

  function startAnew(reading: Reading): void {
    reading.isRecorded = false;
    reading.hasAsked = false;
    reading.isClosing = false;
  }

  const stopCollecting = onCollect(() => {
    const since = now() - abandonedAfterMs;
    for (const reading of unfinished) {
      if (reading.waiting > 0 || reading.lastAt > since) continue;
      unfinished.delete(reading);
      tell(reading);
    }
  });

  return {
    open: (operation) => ({
      operation,
      waiting: 0,
      hasAsked: false,
      waitedMs: 0,
      lastAt: 0,
      failed: false,
      isRecorded: false,
      isClosing: false,
    }),
    asked(reading) {
      reading.hasAsked = true;
      reading.waiting++;
    },
    answered(reading, durationMs, failed, isOver) {
      reading.waiting--;
      reading.waitedMs += durationMs;
      reading.failed ||= failed;
      reading.lastAt = now();
      if (reading.waiting > 0) return;
      if (failed || isOver || reading.isClosing) finish(reading);
      else if (unfinished.has(reading) || unfinished.size < maxUnfinished) unfinished.add(reading);
      else tell(reading);
    },
    closed(reading) {
      if (reading.waiting > 0) reading.isClosing = true;
      else if (unfinished.has(reading)) finish(reading);
    },
    rewound(reading) {
      if (reading.waiting > 0) return;
      if (unfinished.has(reading)) finish(reading);
      else startAnew(reading);
    },
    undo() {
      stopCollecting();
      unfinished.clear();
    },
  };
}
