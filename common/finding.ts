import type { ObserverOwner } from './observer-entry';

/** Everything that can be found; each is explained in `docs/findings.md`. */
export const findingKinds = [
  'regression',
  'guilty',
  'waste',
  'duplicates',
  'not-reused',
  'leak',
  'orphans',
  'ownerless-old',
  'polling',
  'uncounted',
  'incomplete',
] as const;

export type FindingKind = (typeof findingKinds)[number];

/** The worst first. */
export const severities = ['critical', 'warning', 'info'] as const;

export type Severity = (typeof severities)[number];

/** What a finding is about; what is absent is not particular to it. */
export interface FindingSubject {
  readonly owner?: ObserverOwner;
  readonly collection?: string;
  readonly shape?: string;
  readonly driver?: string;
}

/** Something about an app, most often its observers, that its operator can act on. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly subject: FindingSubject;
  /** The figures it rests on. */
  readonly evidence: Readonly<Record<string, number | string>>;
  /** What it is and what to do, in one sentence. */
  readonly sentence: string;
  /** Where it is explained. */
  readonly anchor: string;
}
