import type { Finding, FindingSubject } from '../../common/finding';

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
