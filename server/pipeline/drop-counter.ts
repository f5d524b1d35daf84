import type { DropReason, Drops } from '../../common/drops';

/** Counts losses by reason: since the last `take` for the batch, since the start for the status. */
export interface DropCounter {
  add(reason: DropReason, count?: number): void;
  take(): Drops;
  total(): Drops;
}

export function createDropCounter(): DropCounter {
  const total: Partial<Record<DropReason, number>> = {};
  let recent: Partial<Record<DropReason, number>> = {};

  return {
    add(reason, count = 1) {
      if (count <= 0) return;
      total[reason] = (total[reason] ?? 0) + count;
      recent[reason] = (recent[reason] ?? 0) + count;
    },
    take() {
      const taken = recent;
      recent = {};
      return taken;
    },
    total: () => ({ ...total }),
  };
}
