import type { Covered } from '../../common/load-report';
import { coverageOf } from './coverage';
import { finding, type Weighed } from './finding';
import type { Load } from './load';
import { thresholds } from './thresholds';
import { count, percent } from './wording';

/** `incomplete`: evaluations that happened and were not counted, over all or on one collection. */
export function findIncomplete({ coverage }: Load): Weighed[] {
  const { collections, ...overall } = coverageOf(coverage);
  const lacking = Object.entries(collections).filter(([, covered]) => isLacking(covered));
  if (isLacking(overall)) return [incomplete(overall, undefined, lacking.length)];
  return lacking.map(([collection, covered]) => incomplete(covered, collection, 1));
}

function isLacking({ ratio, expected }: Covered): boolean {
  return (
    ratio !== undefined && expected >= thresholds.coverageExpected && ratio < thresholds.coverage
  );
}

function incomplete(
  { ratio = 0, expected, evaluations }: Covered,
  collection: string | undefined,
  collections: number,
): Weighed {
  const where = collection === undefined ? '' : ` on ${collection}`;
  return finding({
    kind: 'incomplete',
    severity: 'warning',
    subject: collection === undefined ? {} : { collection },
    weight: expected - evaluations,
    evidence: { coverage: ratio, expected, evaluations, collections },
    sentence:
      `Only ${percent(ratio)} of the evaluations${where} were counted, ${count(evaluations)} of ` +
      `${count(expected)}: figures of observers are too low, so look at the hooks in the status.`,
  });
}
