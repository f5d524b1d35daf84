import type { RankedObserver } from '../../common/load-report';
import { finding, subjectOf, type Weighed } from './finding';
import type { Load } from './load';
import { thresholds } from './thresholds';
import { count, ownerText, percent, plural, queryText } from './wording';

/** `guilty`: observers that take a large share of the CPU. */
export function findGuilty(ranked: readonly RankedObserver[], load: Load): Weighed[] {
  return ranked
    .filter(
      (entry) =>
        (entry.share ?? 0) >= thresholds.guiltyShare &&
        coreOf(entry.cpuMs, load) >= thresholds.guiltyCore &&
        isProven(entry),
    )
    .map((entry) => guilty(entry, load));
}

/** Where work is counted, there is enough of it: a few steps of a starved machine may take any time. */
function isProven({ driver, polls, evaluations }: RankedObserver): boolean {
  if (driver === 'polling') return polls >= thresholds.guiltyPolls;
  return evaluations === undefined || evaluations >= thresholds.guiltyEvaluations;
}

function guilty(entry: RankedObserver, load: Load): Weighed {
  const { share = 0, cpuMs, evaluations, multiplexers, waste, handles, polls } = entry;
  const work =
    entry.driver === 'polling' ? plural(polls, 'poll') : evaluated(evaluations, multiplexers);
  const futile = waste === undefined ? '' : `, ${percent(waste)} of them for nothing`;
  return finding({
    kind: 'guilty',
    severity: share >= thresholds.guiltyCriticalShare ? 'critical' : 'warning',
    subject: subjectOf(entry),
    weight: cpuMs,
    evidence: {
      share,
      core: coreOf(cpuMs, load),
      cpuMs,
      evaluations,
      waste,
      handles,
      multiplexers,
      predictedMsPerSecond: entry.predictedMsPerSecond,
    },
    sentence:
      `${ownerText(entry.owner)} takes ${percent(share)} of the CPU to observe ` +
      `${queryText(entry)}: ${work}${futile}; without it that share of the CPU would be free.`,
  });
}

function evaluated(evaluations: number | undefined, multiplexers: number): string {
  const by = `by ${plural(multiplexers, 'multiplexer')}`;
  return evaluations === undefined
    ? `an unknown number of evaluations ${by}`
    : `${plural(evaluations, 'evaluation')} ${by}`;
}

/** `waste`: observers that cost CPU and hardly ever have anything to tell. */
export function findWaste(ranked: readonly RankedObserver[]): Weighed[] {
  return ranked
    .filter(
      ({ share = 0, waste = 0, evaluations = 0, driver }) =>
        driver !== 'polling' &&
        share >= thresholds.costlyShare &&
        waste >= thresholds.wasteRatio &&
        evaluations >= thresholds.wasteEvaluations,
    )
    .map((entry) => {
      const { share, waste = 0, evaluations = 0, useful, multiplexers, cpuMs } = entry;
      return finding({
        kind: 'waste',
        severity: 'warning',
        subject: subjectOf(entry),
        weight: cpuMs * waste,
        evidence: { share, waste, evaluations, useful, multiplexers, cpuMs },
        sentence:
          `${ownerText(entry.owner)} looked at mutations of ${entry.collection} ` +
          `${count(evaluations)} times for ${queryText(entry)}, and ${percent(waste)} of that ` +
          `changed nothing: fewer distinct queries, or documents that change often in a ` +
          `collection of their own, would save most of it.`,
      });
    });
}

/** The share of one core, over the time the processes ran. */
function coreOf(cpuMs: number, { processMs }: Load): number {
  return processMs === 0 ? 0 : cpuMs / processMs;
}
