import type { ErrorsAnswer, ReadErrorGroup } from '../../../../common/read-errors';
import type { ChartData } from '../../data/chart-data';

const mostLines = 8;
const mostText = 60;

type Answered = Pick<ErrorsAnswer, 'from' | 'to' | 'stepMs' | 'errors' | 'keptFrom'>;

/**
 * The errors of each group over time, of those with the most. In a step without a point there were
 * none; before the store begins, that is not known.
 */
export function errorLines(answers: readonly Answered[]): ChartData {
  const [first] = answers;
  if (!first?.stepMs) return { times: [], lines: [] };
  const groups = answers
    .flatMap(({ errors }) => errors)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostLines);
  const times = stepsOf(first);
  return { times, lines: groups.map((group) => ({ label: labelOf(group), values: on(group) })) };

  function on({ points = [] }: ReadErrorGroup): Array<number | null> {
    const counts = countsOf(points, times);
    const known = first?.keptFrom ?? first?.from ?? 0;
    const width = first?.stepMs ?? 0;
    return counts.map((count, index) => ((times[index] ?? 0) + width > known ? count : null));
  }
}

/** Counts on the steps, of which each point is in one. */
export function countsOf(
  points: NonNullable<ReadErrorGroup['points']>,
  times: readonly number[],
): number[] {
  const counts = times.map(() => 0);
  const [from = 0, second = from + 1] = times;
  for (const [at, count] of points) {
    const index = Math.floor((at - from) / (second - from));
    if (index >= 0 && index < counts.length) counts[index] = (counts[index] ?? 0) + count;
  }
  return counts;
}

/** Where the steps of an answer begin. */
export function stepsOf({ from, to, stepMs = to - from }: Answered): number[] {
  const times: number[] = [];
  for (let at = from; at < to && stepMs > 0; at += stepMs) times.push(at);
  return times;
}

/** What a group is, on one line. */
export function labelOf({ errorName, message }: ReadErrorGroup): string {
  const text = `${errorName}: ${message}`;
  return text.length > mostText ? `${text.slice(0, mostText - 1)}…` : text;
}
