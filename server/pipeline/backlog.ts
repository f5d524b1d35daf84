import type { Batch } from '../../common/batch';
import { batchBytes } from '../../common/batch-bytes';
import { follows, windowsOf } from '../../common/batch-merge';
import { eventBytes } from '../../common/record-bytes';

/** A batch that waits. */
export interface Waiting {
  readonly batch: Batch;
  readonly bytes: number;
  /** Of its analytics events alone. */
  readonly eventBytes: number;
  /** How many windows it covers. */
  readonly windows: number;
}

/** The batches that wait for one sink in memory, oldest first. None of them was ever handed over. */
export interface Backlog {
  readonly bytes: number;
  readonly length: number;
  push(one: Waiting): void;
  /** Takes the oldest out. */
  take(): Waiting | undefined;
  /** Takes out what is to be let go first: the oldest without analytics events, else the oldest. */
  takeLeast(): Waiting | undefined;
  /** Puts back what was the oldest. */
  putBack(one: Waiting): void;
  /**
   * The oldest neighbours that may become one batch: within a minute by the
   * clock, else, when every minute is one batch, within ten. Their analytics
   * events together are no more than a sink can be expected to take at once.
   */
  mergeable(): readonly Waiting[] | undefined;
  /** Puts one batch in the place of neighbours. False when one of them is not here any more. */
  replace(neighbours: readonly Waiting[], merged: Batch): boolean;
}

const minute = 60_000;
const widths = [minute, 10 * minute];

export function waitingOf(batch: Batch): Waiting {
  let bytes = 0;
  for (const event of batch.events ?? []) bytes += eventBytes(event);
  return { batch, bytes: batchBytes(batch), eventBytes: bytes, windows: windowsOf(batch) };
}

export function createBacklog({
  mergedEventBytes,
}: {
  /** Bytes of analytics events that a merged batch has at most. */
  readonly mergedEventBytes: number;
}): Backlog {
  const waiting: Waiting[] = [];
  let bytes = 0;

  function takeAt(index: number): Waiting | undefined {
    const [one] = waiting.splice(index, 1);
    bytes -= one?.bytes ?? 0;
    return one;
  }

  return {
    get bytes() {
      return bytes;
    },
    get length() {
      return waiting.length;
    },
    push(one) {
      waiting.push(one);
      bytes += one.bytes;
    },
    take: () => takeAt(0),
    takeLeast: () =>
      takeAt(
        Math.max(
          0,
          waiting.findIndex((one) => one.eventBytes === 0),
        ),
      ),
    putBack(one) {
      waiting.unshift(one);
      bytes += one.bytes;
    },
    mergeable() {
      for (const widthMs of widths) {
        const neighbours = firstNeighbours(waiting, widthMs, mergedEventBytes);
        if (neighbours) return neighbours;
      }
      return undefined;
    },
    replace(neighbours, merged) {
      const [first] = neighbours;
      const at = first ? waiting.indexOf(first) : -1;
      if (at < 0) return false;
      const one = waitingOf(merged);
      for (const gone of waiting.splice(at, neighbours.length, one)) bytes -= gone.bytes;
      bytes += one.bytes;
      return true;
    },
  };
}

function firstNeighbours(
  waiting: readonly Waiting[],
  widthMs: number,
  mergedEventBytes: number,
): readonly Waiting[] | undefined {
  let from = 0;
  let ofEvents = waiting[0]?.eventBytes ?? 0;
  for (let at = 1; at <= waiting.length; at++) {
    const [before, next] = [waiting[at - 1], waiting[at]];
    ofEvents += next?.eventBytes ?? 0;
    const fits = ofEvents === 0 || ofEvents <= mergedEventBytes;
    if (fits && before && next && belong(before.batch, next.batch, widthMs)) continue;
    if (at - from > 1) return waiting.slice(from, at);
    from = at;
    ofEvents = next?.eventBytes ?? 0;
  }
  return undefined;
}

function belong(before: Batch, next: Batch, widthMs: number): boolean {
  return (
    follows(before, next) &&
    isNarrower(before, widthMs) &&
    isNarrower(next, widthMs) &&
    slotOf(before, widthMs) === slotOf(next, widthMs)
  );
}

function isNarrower({ from, to }: Batch, widthMs: number): boolean {
  return to - from < widthMs;
}

/** Stores, too, count a batch where its middle is: a merged one stays in the slot of its parts. */
function slotOf({ from, to }: Batch, widthMs: number): number {
  return Math.floor((from + to) / 2 / widthMs);
}
