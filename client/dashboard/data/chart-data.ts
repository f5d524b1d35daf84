import type { ReadAnswer, ReadRow } from '../../../common/reader';

/** One line of a chart. A step without a value is unknown, not zero: the line has a gap there. */
export interface ChartLine {
  readonly label: string;
  readonly values: ReadonlyArray<number | null>;
}

export interface ChartData {
  /** Start of each step, epoch milliseconds, ascending. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
}

/** What makes a line of a row: its label, and at most so many lines, the largest. */
interface LinesOf {
  readonly labelOf: (row: ReadRow) => string;
  readonly most?: number;
}

/** Lines of one answer, on all its steps; none where it is absent. */
export function linesOf(answer: ReadAnswer | undefined, { labelOf, most = 8 }: LinesOf): ChartData {
  if (!answer) return { times: [], lines: [] };
  const times = timesOf(answer);
  const at = new Map(times.map((time, index) => [time, index]));
  const lines = answer.rows.map((row) => {
    const values: Array<number | null> = times.map(() => null);
    for (const [time, value] of row.points) {
      const index = at.get(time);
      if (index !== undefined && typeof value === 'number') values[index] = value;
    }
    return { label: labelOf(row), values };
  });
  return { times, lines: lines.sort((a, b) => sumOf(b) - sumOf(a)).slice(0, most) };
}

/**
 * Several answers over one range as the lines of one chart, each by its own label, on the steps of
 * the finest: a store may have only wider ones of some metrics.
 */
export function linesTogether(
  answers: ReadonlyArray<readonly [label: string, answer: ReadAnswer | undefined]>,
): ChartData {
  const known = answers.flatMap(([label, answer]) =>
    answer ? [linesOf(answer, { labelOf: () => label, most: 1 })] : [],
  );
  const [finest] = [...known].sort((a, b) => b.times.length - a.times.length);
  const times = finest?.times ?? [];
  return { times, lines: known.flatMap((data) => onTimes(data, times)) };
}

/** The quantiles that were read, as lines of one chart. */
export function quantileLines(
  reads: Readonly<Partial<Record<'p50' | 'p95' | 'p99', ReadAnswer>>>,
): ChartData {
  const names = (['p50', 'p95', 'p99'] as const).filter((name) => reads[name]);
  return linesTogether(names.map((name) => [name, reads[name]]));
}

/** As a table: a row a step, a column a line. */
export function chartRows({ times, lines }: ChartData) {
  return {
    columns: ['time', ...lines.map(({ label }) => label)],
    rows: times.map((time, index) => [
      new Date(time).toISOString(),
      ...lines.map(({ values }) => values[index] ?? undefined),
    ]),
  };
}

function onTimes({ times, lines }: ChartData, wanted: readonly number[]): readonly ChartLine[] {
  if (times.length === wanted.length) return lines;
  const at = new Map(times.map((time, index) => [time, index]));
  return lines.map(({ label, values }) => ({
    label,
    values: wanted.map((time) => values[at.get(time) ?? -1] ?? null),
  }));
}

function timesOf({ from, to, stepMs }: ReadAnswer): number[] {
  const times: number[] = [];
  for (let at = from; at < to; at += stepMs) times.push(at);
  return times;
}

function sumOf({ values }: ChartLine): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
