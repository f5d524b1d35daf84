import { usualWidth, widenStep } from '../../../common/read-span';
import type { Ring, RingEntry } from './ring';
import type { Store } from './store';

/** The rings that still have everything from a time on, finest first; else the one that reaches furthest. */
export function ringsThatReach({ rings }: Pick<Store, 'rings'>, from: number): readonly Ring[] {
  const reaching = rings.filter((ring) => ring.completeFrom <= from);
  return reaching.length > 0 ? reaching : rings.slice(-1);
}

/** The finest of these. */
export function ringThatReaches(store: Pick<Store, 'rings'>, from: number): Ring {
  const [ring] = ringsThatReach(store, from);
  if (ring) return ring;
  throw new TypeError('a store without rings');
}

/** The step that an answer from these entries of a ring can have. */
export function stepFor(
  ring: Ring,
  entries: readonly RingEntry[],
  { stepMs, from, to }: { readonly stepMs: number | undefined; from: number; to: number },
): number {
  if (stepMs === undefined) return to - from;
  const usualMs = usualWidth(entries.map(({ window }) => window));
  return widenStep(stepMs, Math.max(ring.widthMs, usualMs));
}
