import type { SliceTaker } from './account';

/** Who had the CPU when, compactly: 20 bytes a slice. */
export interface SliceLog extends SliceTaker {
  /** The index of the account that had the CPU at that time; undefined when none that is known of. */
  at(time: number): number | undefined;
  /** Whether there were more slices than it has room for. */
  readonly isFull: boolean;
}

/** Two slices of one account that are nearer than that are one: no profile has samples between them. */
const shortestGapMs = 0.05;
const firstRoom = 4_096;

/** A log of at most `limit` slices, which come in the order of time. */
export function createSliceLog(limit: number): SliceLog {
  let room = Math.min(firstRoom, limit);
  let from = new Float64Array(room);
  let to = new Float64Array(room);
  let accounts = new Uint32Array(room);
  let count = 0;
  let isFull = false;

  function grow(): void {
    room = Math.min(room * 2, limit);
    from = copied(from, new Float64Array(room));
    to = copied(to, new Float64Array(room));
    accounts = copied(accounts, new Uint32Array(room));
  }

  /** The number of slices that begin at `time` or before. */
  function begunBy(time: number): number {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((from[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add(index, begin, end) {
      const last = count - 1;
      if (accounts[last] === index && begin - (to[last] ?? 0) < shortestGapMs) {
        to[last] = end;
        return;
      }
      if (count === room && room < limit) grow();
      if (count === room) {
        isFull = true;
        return;
      }
      from[count] = begin;
      to[count] = end;
      accounts[count] = index;
      count++;
    },
    at(time) {
      const last = begunBy(time) - 1;
      return last >= 0 && time <= (to[last] ?? 0) ? accounts[last] : undefined;
    },
    get isFull() {
      return isFull;
    },
  };
}

function copied<Numbers extends Float64Array | Uint32Array>(old: Numbers, fresh: Numbers): Numbers {
  fresh.set(old);
  return fresh;
}
