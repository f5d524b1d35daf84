import type { Finding, FindingKind } from '../../../../common/finding';
import type { ReportedObserver } from '../../../../common/load-report';
import { isChosen } from '../../../../common/observer-history';

export const viewNames = ['all', 'leaking', 'duplicates', 'not-shared', 'polling'] as const;

export type ViewName = (typeof viewNames)[number];

/** A part of the observers: what it holds, what it means that there is none, and what to do. */
export interface View {
  readonly name: ViewName;
  readonly title: string;
  /** What the view shows and what to do about it. */
  readonly lead: string;
  /** Follows "in the last 15 min". */
  readonly none: string;
  /** Column and direction that its table begins with. */
  readonly sortedBy: `${string}.desc`;
}

export const views: readonly View[] = [
  {
    name: 'all',
    title: 'All',
    lead: 'The one that takes most CPU first. Pick one to see where its cost comes from.',
    none: 'no observer was open. Subscribe to something, or look at a longer range.',
    sortedBy: 'share.desc',
  },
  {
    name: 'leaking',
    title: 'Leaking',
    lead: 'Handles that outlive who opened them. Stop each one: this.onStop(() => handle.stop()).',
    none: 'no handle outlived its owner.',
    sortedBy: 'orphans.desc',
  },
  {
    name: 'duplicates',
    title: 'Duplicates',
    lead: 'Several multiplexers for one and the same query, opened at the same moment. Keep one observer of it open, so that others join it.',
    none: 'no query was observed twice.',
    sortedBy: 'duplicates.desc',
  },
  {
    name: 'not-shared',
    title: 'Not shared',
    lead: 'Each handle has a multiplexer of its own. Make queries equal where they can be: round dates, ask by group and not by document.',
    none: 'observers that could be shared are shared.',
    sortedBy: 'multiplexers.desc',
  },
  {
    name: 'polling',
    title: 'Polling',
    lead: 'They ask MongoDB for all their documents again and again. The reason says how to get off it.',
    none: 'no observer polls.',
    sortedBy: 'polledDocs.desc',
  },
];

const leakKinds: readonly FindingKind[] = ['leak', 'orphans', 'ownerless-old'];

/** Multiplexers from which on it is worth a look that nothing is shared. */
const fewest = 5;
const mostHandlesEach = 1.1;

/** Whether an entry belongs to a view. */
export function isInView(
  entry: ReportedObserver,
  view: ViewName,
  findings: readonly Finding[],
): boolean {
  switch (view) {
    case 'leaking':
      return entry.orphans > 0 || hasFinding(entry, findings, leakKinds);
    case 'duplicates':
      return entry.duplicates > 0;
    case 'not-shared':
      return isNotShared(entry) || hasFinding(entry, findings, ['not-reused']);
    case 'polling':
      return entry.driver === 'polling';
    default:
      return true;
  }
}

/** The findings that are about an entry and no other. */
export function findingsOf(entry: ReportedObserver, findings: readonly Finding[]): Finding[] {
  return findings.filter(({ subject: { owner, collection, shape, driver } }) => {
    if (!owner || collection === undefined || shape === undefined) return false;
    return isChosen(entry, { kind: owner.kind, name: owner.name, collection, shape, driver });
  });
}

function hasFinding(
  entry: ReportedObserver,
  findings: readonly Finding[],
  kinds: readonly FindingKind[],
): boolean {
  return findingsOf(entry, findings).some(({ kind }) => kinds.includes(kind));
}

function isNotShared({ handles, multiplexers, duplicates }: ReportedObserver): boolean {
  return multiplexers - duplicates >= fewest && handles <= multiplexers * mostHandlesEach;
}
