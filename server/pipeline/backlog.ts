import type { Batch } from '../../common/batch';
import { batchBytes } from '../../common/batch-bytes';
import { follows, windowsOf } from '../../common/batch-merge';

/** A batch that waits. */
export interface Waiting {
  readonly batch: Batch;
  readonly bytes: number;
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
  /**
   * The oldest neighbours that may become one batch: within a minute by the
   * clock, else, when every minute is one batch, within ten.
   */
  mergeable(): readonly Waiting[] | undefined;
  /** Puts one batch in the place of neighbours. False when one of them is not here any more. */
  replace(neighbours: readonly Waiting[], merged: Batch): boolean;
}

const minute = 60_000;
const widths = [minute, 10 * minute];

export function waitingOf(batch: Batch): Waiting {
  return { batch, bytes: batchBytes(batch), windows: windowsOf(batch) };
}

export function createBacklog(): Backlog {
  const waiting: Waiting[] = [];
  let bytes = 0;

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
    take() {
      const oldest = waiting.shift();
      bytes -= oldest?.bytes ?? 0;
      return oldest;
    },
    mergeable() {
      for (const widthMs of widths) {
        const neighbours = firstNeighbours(waiting, widthMs);
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
): readonly Waiting[] | undefined {
  let from = 0;
  for (let at = 1; at <= waiting.length; at++) {
    const [before, next] = [waiting[at - 1], waiting[at]];
    if (before && next && belong(before.batch, next.batch, widthMs)) continue;
    if (at - from > 1) return waiting.slice(from, at);
    from = at;
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
