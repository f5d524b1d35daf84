import type { EventContext } from '../../common/analytics/event';
import type { Store } from './store';

export const visitKey = 'radiant_visit';
const idleMs = 1_800_000;

/**
 * The visit that an event at `at` belongs to, with its place in it: all tabs
 * have the same one. What is `passive` is not a person's doing: it is counted,
 * but neither begins a visit nor prolongs it.
 */
export function nextVisit(
  store: Store,
  newId: () => string,
  { at, passive }: { at: number; passive: boolean },
): EventContext['visit'] {
  const [id, startedAt, lastAt, sequence] = (store.get(visitKey) || '').split(' ');
  const over = !(at - Number(lastAt) < idleMs);
  if (over && passive) return undefined;
  const visit =
    over || !id
      ? { id: newId(), startedAt: at, sequence: 1 }
      : { id, startedAt: Number(startedAt), sequence: Number(sequence) + 1 };
  store.set(visitKey, [visit.id, visit.startedAt, passive ? lastAt : at, visit.sequence].join(' '));
  return visit;
}
