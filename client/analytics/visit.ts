import type { EventContext } from '../../common/analytics/event';
import { attempt } from './attempt';
import type { Store } from './store';

export const visitKey = 'radiant_visit';
const idleMs = 1_800_000;

/**
 * The visit that an event at `at` belongs to, with its place in it: all tabs
 * have the same one. What is `passive` is not a person's doing: it is counted,
 * but neither begins a visit nor prolongs it.
 */
export function nextVisit(
  { get, set }: Store,
  newId: () => string,
  at: number,
  passive: boolean | undefined,
): EventContext['visit'] {
  let [id, startedAt, lastAt, sequence]: [string?, number?, number?, number?] =
    attempt(() => JSON.parse(get(visitKey) || '')) || [];
  if (!(at - Number(lastAt) < idleMs)) {
    if (passive) return undefined;
    [id, startedAt, sequence] = [newId(), at, 0];
  }
  const visit = { id, startedAt, sequence: Number(sequence) + 1 };
  set(visitKey, JSON.stringify([id, startedAt, passive ? lastAt : at, visit.sequence]));
  return visit as EventContext['visit'];
}
