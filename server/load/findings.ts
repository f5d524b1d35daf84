import { type Finding, findingKinds, severities } from '../../common/finding';
import { mappedInSlices, type Sliced } from '../../common/in-slices';
import { findGuilty, findWaste } from './find-costs';
import { findIncomplete } from './find-incomplete';
import { findLeaks } from './find-leaks';
import { findOwnerless } from './find-ownerless';
import { findPolling, findUncounted } from './find-polling';
import { findDuplicates, findNotReused } from './find-sharing';
import type { Weighed } from './finding';
import { groupBy } from './group-by';
import type { Load } from './load';
import { rank } from './rank';
import { findingsPerKind } from './thresholds';
import { type Trend, trendsOf } from './trend';

/**
 * What can be said about the observers of an app and be acted on, the most
 * severe first, then by kind, then by weight; the ten that weigh most of each
 * kind. `docs/findings.md` has the meaning and the limits of each. `others` are
 * those that do not come from the load.
 */
export function* findings(load: Load, others: readonly Weighed[] = []): Sliced<Finding[]> {
  const ranked = yield* rank(load);
  const trends: Trend[] = [];
  for (const own of load.live) trends.push(...(yield* trendsOf(own)));
  const finders = [
    () => findGuilty(ranked, load),
    () => findWaste(ranked),
    () => findDuplicates(ranked, load),
    () => findNotReused(ranked, load),
    () => findOwnerless(trends),
    () => findPolling(ranked, load),
    () => findUncounted(ranked),
    () => findIncomplete(load),
  ];
  const each = yield* mappedInSlices(finders, (find) => find());
  const found = [...others, ...each.flat(), ...(yield* findLeaks(trends))].sort(byImportance);
  const kinds = groupBy(found, ({ finding }) => finding.kind);
  const kept = new Set([...kinds.values()].flatMap((own) => own.slice(0, findingsPerKind)));
  return found.filter((one) => kept.has(one)).map(({ finding }) => finding);
}

function byImportance(a: Weighed, b: Weighed): number {
  return (
    severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity) ||
    findingKinds.indexOf(a.finding.kind) - findingKinds.indexOf(b.finding.kind) ||
    b.weight - a.weight
  );
}
