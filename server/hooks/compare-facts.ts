import type { CountName, Counts, OwnCounts } from './facts-counts';

/** A count in which Meteor and Radiant differ, and no known defect explains it. */
export interface Drift {
  readonly name: CountName;
  readonly facts: number;
  readonly own: number;
}

/** What Meteor counted when Radiant began: those were not seen, and may have ended since. */
export type Baseline = Counts;

/** The baseline, less what has ended: nothing of it comes back. */
export function lowerBaseline(
  baseline: Baseline,
  facts: Required<Counts>,
  counts: OwnCounts,
): Baseline {
  const now = baselineOf(facts, counts);
  const names = Object.keys(now) as CountName[];
  const known = names.filter((name) => counts.live[name] !== undefined);
  const lowered = known.map((name) => [name, Math.min(baseline[name] ?? 0, now[name] ?? 0)]);
  return { ...baseline, ...Object.fromEntries(lowered) };
}

export function baselineOf(facts: Required<Counts>, { live }: OwnCounts): Baseline {
  const names = Object.keys(facts) as CountName[];
  return Object.fromEntries(
    names.map((name) => [name, Math.max(0, facts[name] - (live[name] ?? 0))]),
  );
}

/**
 * Compares Meteor's counts with Radiant's. Meteor's may be higher, by what was
 * there before Radiant, is being opened or, for handles, could not be opened.
 * They may be lower for polling drivers that could not be opened, which are
 * taken back and never counted, and for oplog drivers with redis-oplog.
 */
export function compareFacts(
  facts: Required<Counts>,
  counts: OwnCounts,
  baseline: Baseline,
): readonly Drift[] {
  const drifts: Drift[] = [];
  for (const name of Object.keys(facts) as CountName[]) {
    const own = counts.live[name];
    if (own === undefined || isKnownToBeWrong(name, facts, counts)) continue;
    const excess = facts[name] - own;
    const isTooLow = excess < (name === 'pollingDrivers' ? -counts.failed : 0);
    const isTooHigh = excess > (baseline[name] ?? 0) + allowance(name, counts);
    if (isTooLow || isTooHigh) drifts.push({ name, facts: facts[name], own });
  }
  return drifts;
}

function isKnownToBeWrong(
  name: CountName,
  { oplogDrivers }: Required<Counts>,
  { hasForeignDrivers }: OwnCounts,
): boolean {
  return name === 'oplogDrivers' && (hasForeignDrivers || oplogDrivers < 0);
}

function allowance(name: CountName, { opening, failed }: OwnCounts): number {
  if (name === 'sessions' || name === 'subscriptions') return 0;
  return name === 'handles' ? opening + failed : opening;
}

const words: Readonly<Record<CountName, string>> = {
  sessions: 'sessions',
  subscriptions: 'subscriptions',
  handles: 'observers',
  multiplexers: 'multiplexers',
  oplogDrivers: 'oplog drivers',
  pollingDrivers: 'polling drivers',
};

/** One sentence for all of them. */
export function describeDrifts(drifts: readonly Drift[]): string {
  const parts = drifts.map(({ name, facts, own }) => {
    const by = Math.abs(facts - own);
    const how = facts > own ? `${by} more` : `${by} fewer`;
    return `${facts} ${words[name]}, ${how} than Radiant (${own})`;
  });
  return `Meteor's own facts count ${parts.join('; ')}`;
}
