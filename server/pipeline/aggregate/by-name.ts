import { OTHER } from '../../../common/metrics';
import type { SeriesTable } from './series-table';

interface Slot<Cells> {
  cells: Cells;
  generation: number;
  used: boolean;
  idleWindows: number;
}

/**
 * Keeps, per name, the cells that samples of one kind write into, so that
 * recording one sample costs a single look-up. Names beyond the limit share
 * the cells of `_OTHER` and are not kept, so random names cost no memory; a
 * name that was idle long enough makes room. `create` is told whose cells it
 * makes.
 */
export function byName<Cells>(
  table: SeriesTable,
  create: (name: string) => Cells,
): (name: string) => Cells {
  const slots = new Map<string, Slot<Cells>>();
  const { perMetric, idleWindows } = table.limits;

  table.onClosed(() => {
    for (const [name, slot] of slots) {
      if (slot.used) slot.idleWindows = 0;
      else if (++slot.idleWindows >= idleWindows) slots.delete(name);
      slot.used = false;
    }
  });

  function slotOf(name: string): Slot<Cells> {
    const known = slots.get(name);
    if (known) return known;
    if (slots.size >= perMetric && name !== OTHER) {
      table.noteFolded();
      return slotOf(OTHER);
    }
    const slot = { cells: create(name), generation: table.generation, used: true, idleWindows: 0 };
    slots.set(name, slot);
    return slot;
  }

  return (name) => {
    const slot = slotOf(name);
    slot.used = true;
    if (slot.generation !== table.generation) {
      slot.cells = create(name); // some series were forgotten: ask for all of them again
      slot.generation = table.generation;
    }
    return slot.cells;
  };
}
