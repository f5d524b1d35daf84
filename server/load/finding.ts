import type { ObserverOwner } from '../../common/observer-entry';

/** Everything that can be found; each is explained in `docs/findings.md`. */
export const findingKinds = [
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

export type Severity = 'info' | 'warning' | 'critical';

/** What a finding is about; what is absent is not particular to it. */
export interface FindingSubject {
  readonly owner?: ObserverOwner;
  readonly collection?: string;
  readonly shape?: string;
  readonly driver?: string;
}

/** Something about the observers of an app that its operator can act on. */
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

/** A finding, and how much it weighs among those of its kind. */
export interface Weighed {
  readonly weight: number;
  readonly finding: Finding;
}

type FindingParts = Omit<Finding, 'anchor' | 'evidence'> & {
  readonly evidence: Readonly<Record<string, number | string | undefined>>;
  readonly weight: number;
};

/** A finding with its anchor; of the evidence, what is known. */
export function finding({ weight, evidence, ...parts }: FindingParts): Weighed {
  const known = Object.entries(evidence).filter(
    (pair): pair is [string, number | string] => pair[1] !== undefined,
  );
  return {
    weight,
    finding: {
      ...parts,
      evidence: Object.fromEntries(known.map(([name, value]) => [name, rounded(value)])),
      anchor: `docs/findings.md#${parts.kind}`,
    },
  };
}

/** Shares to a tenth of a percent, milliseconds to a tenth: enough to act on, and readable. */
function rounded(value: number | string): number | string {
  if (typeof value === 'string' || Number.isInteger(value)) return value;
  return Math.abs(value) < 1 ? Number(value.toPrecision(3)) : Math.round(value * 10) / 10;
}

/** What tells the entry of a finding apart from others. */
export function subjectOf({ owner, collection, shape, driver }: Required<FindingSubject>) {
  return { owner: { kind: owner.kind, name: owner.name }, collection, shape, driver };
}
