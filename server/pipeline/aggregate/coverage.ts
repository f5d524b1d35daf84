import type { CoverageEntry } from '../../../common/observer-entry';
import type { CoverageCell } from '../../../common/recorder';

/** One cell per collection and driver; as many as there are collections. */
export interface CoverageTable {
  cell(collection: string, driver: string): CoverageCell;
  take(): CoverageEntry[];
}

export function createCoverageTable(): CoverageTable {
  const cells = new Map<string, CoverageCell & { collection: string; driver: string }>();

  return {
    cell(collection, driver) {
      const id = `${driver}\u0000${collection}`;
      const known = cells.get(id);
      if (known) return known;
      const fresh = { collection, driver, mutations: 0, expected: 0, evaluations: 0 };
      cells.set(id, fresh);
      return fresh;
    },
    take() {
      const taken: CoverageEntry[] = [];
      for (const cell of cells.values()) {
        if (cell.mutations === 0 && cell.evaluations === 0) continue;
        taken.push({ ...cell });
        cell.mutations = 0;
        cell.expected = 0;
        cell.evaluations = 0;
      }
      return taken;
    },
  };
}
