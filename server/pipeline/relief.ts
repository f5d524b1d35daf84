import { type BatchMerge, mergeBatches } from '../../common/batch-merge';
import type { DropReason } from '../../common/drops';
import { inSlicesUnless, type Slicing } from '../../common/in-slices';
import type { Backlog, Waiting } from './backlog';

export interface ReliefOptions {
  readonly backlog: Backlog;
  readonly limitBytes: number;
  /** Bytes that wait, with the batch that is being handed over. */
  readonly waitingBytes: () => number;
  readonly slicing: Slicing;
  readonly isOff: () => boolean;
  /** Puts a batch elsewhere, to make room. False when it could not. */
  readonly spill: (one: Waiting) => Promise<boolean>;
  readonly lost: (reason: DropReason, count: number) => void;
}

/** Makes room in a backlog that is too large. */
export interface Relief {
  /** Begins, unless it is under way or not needed. */
  start(): void;
  readonly isUnderWay: boolean;
  /** Resolves when there is room, or it was called off. */
  done(): Promise<void>;
}

/**
 * Merges neighbours until an eighth of the limit is free; when there is
 * nothing to merge any more, puts the oldest batches on disk or drops them,
 * until the limit is kept; those with analytics events in them last.
 */
export function createRelief(options: ReliefOptions): Relief {
  const { backlog, limitBytes, waitingBytes, slicing, isOff, spill, lost } = options;
  const recordBytes = limitBytes / 64;
  let underWay: Promise<void> | undefined;

  async function relieve(): Promise<void> {
    while (!isOff() && waitingBytes() > limitBytes * 0.875) {
      const room = (await mergeSome()) || (await letOldestGo());
      if (!room) return;
    }
  }

  async function mergeSome(): Promise<boolean> {
    const neighbours = backlog.mergeable();
    return neighbours !== undefined && merge(neighbours);
  }

  async function letOldestGo(): Promise<boolean> {
    const oldest = waitingBytes() > limitBytes ? backlog.take() : undefined;
    if (!oldest) return false;
    if (await spill(oldest)) return true;
    backlog.putBack(oldest);
    if (waitingBytes() <= limitBytes) return true;
    const least = backlog.takeLeast();
    if (least) lost('buffer-full', least.windows);
    return true;
  }

  /** False when it failed: what cannot be merged must not keep what is new from being kept. */
  async function merge(neighbours: readonly Waiting[]): Promise<boolean> {
    let merged: BatchMerge | undefined;
    try {
      const batches = neighbours.map(({ batch }) => batch);
      merged = await inSlicesUnless(isOff, mergeBatches(batches, { recordBytes }), slicing);
    } catch {
      lost('instrument-failed', 1);
      return false;
    }
    if (merged && backlog.replace(neighbours, merged.batch)) lost('merged-away', merged.lost);
    return true;
  }

  return {
    start() {
      if (underWay || isOff() || waitingBytes() <= limitBytes) return;
      underWay = relieve().finally(() => {
        underWay = undefined;
      });
    },
    get isUnderWay() {
      return underWay !== undefined;
    },
    async done() {
      while (underWay) await underWay;
    },
  };
}
