import { randomBytes } from 'node:crypto';
import type { WindowDoc } from './documents';
import type { Lease } from './lease';
import { type Keep, type Level, levels, slotOf } from './levels';
import { mergeClaim } from './merge-claim';
import type { Collections } from './schema';

export interface RollUpParts {
  readonly lease: Lease;
  readonly keep: Keep;
  /** Epoch milliseconds. */
  readonly wallNow: () => number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

export interface RollUp {
  /**
   * Does what is due, for some seconds at most. Gives how many windows were
   * made; `undefined` when another process is the leader.
   */
  tick(collections: Collections): Promise<number | undefined>;
  /** Leaves off after the window that is being made. */
  stop(): void;
}

const tickMs = 5_000;
/** Well before the lease ends, so that a slow step does not outlast it. */
const renewAfterMs = 15_000;
const mostSources = 600;

/**
 * Puts the windows of each sender together, level by level: 10 s -> 1 min ->
 * 10 min -> 1 h. Nothing is counted twice or left out, whatever fails and
 * whoever else believes to be the leader:
 *
 * 1. Windows of one sender and slot, complete since some grace, are *claimed*:
 *    each gets the id of the window that it goes into, once and for good.
 * 2. That window is made of all that carry its id, and written under it. To do
 *    so again, after a crash, gives the same.
 * 3. Only then they lose their mark `u`, and readers take the coarser window.
 *
 * A window that comes late is claimed for another window of the same slot.
 */
export function createRollUp({ lease, keep, wallNow, now }: RollUpParts): RollUp {
  let isStopped = false;

  async function rollLevel(
    { source, target }: { readonly source: Level; readonly target: Level },
    collections: Collections,
    mayGoOn: () => Promise<boolean>,
  ): Promise<number> {
    const due = await dueWindows(collections, source, target, wallNow());
    let made = 0;
    for (const [claim, ids] of claimsOf(due, target)) {
      if (!(await mayGoOn())) break;
      await collections.windows.updateMany(
        { _id: { $in: ids }, g: { $exists: false } },
        { $set: { g: claim } },
      );
      await mergeClaim(claim, { source, target, collections, keep, wallNow });
      made++;
    }
    return made;
  }

  return {
    async tick(collections) {
      if (!(await lease.hold(collections.meta))) return undefined;
      const startedAt = now();
      let heldAt = startedAt;
      const mayGoOn = async () => {
        if (isStopped || now() - startedAt > tickMs) return false;
        if (now() - heldAt < renewAfterMs) return true;
        heldAt = now();
        return lease.hold(collections.meta);
      };
      let made = 0;
      for (const pair of pairs) made += await rollLevel(pair, collections, mayGoOn);
      return made;
    },
    stop() {
      isStopped = true;
    },
  };
}

/** The coarsest first: so a window goes up one level in a tick, which readers rely on. */
const pairs = levels
  .slice(1)
  .map((target, at) => ({ source: levels[at] ?? target, target }))
  .reverse();

type Due = Pick<WindowDoc, '_id' | 'r' | 'm' | 'g'>;

/** Windows of complete slots that are in no coarser one yet, oldest first. */
async function dueWindows(
  { windows }: Collections,
  source: Level,
  target: Level,
  wallNow: number,
): Promise<readonly Due[]> {
  const before = slotOf(target, wallNow - target.graceMs) * target.widthMs;
  const due = await windows
    .find<Due>(
      { u: 1, l: source.name, m: { $lt: before } },
      { projection: { r: 1, m: 1, g: 1 }, sort: { m: 1 }, limit: mostSources },
    )
    .toArray();
  if (due.length < mostSources) return due;
  const lastSlot = slotOf(target, due[due.length - 1]?.m ?? 0);
  const whole = due.filter(({ m }) => slotOf(target, m) < lastSlot);
  return whole.length > 0 ? whole : due;
}

/** What goes into which window: as an earlier tick claimed it, else by sender and slot. */
function claimsOf(due: readonly Due[], target: Level): Map<string, string[]> {
  const claims = new Map<string, string[]>();
  const bySlot = new Map<string, string>();
  for (const { _id, r, m, g } of due) {
    const slot = `${slotOf(target, m)}|${r}`;
    const claim = g ?? bySlot.get(slot) ?? newClaim(target, slot);
    if (g === undefined) bySlot.set(slot, claim);
    const ids = claims.get(claim);
    if (ids) ids.push(_id);
    else claims.set(claim, [_id]);
  }
  return claims;
}

function newClaim({ name }: Level, slot: string): string {
  return `${name}|${slot}|${randomBytes(6).toString('base64url')}`;
}
