import type { ReadAnswer } from '../../../common/reader';
import type { ChartData, ChartLine } from './chart-data';
import type { Reads } from './use-reads';

/** A value of each of several answers, in one step; absent where it is unknown. */
export type StepValues<Name extends string> = Readonly<Partial<Record<Name, number>>>;

/**
 * Lines that are computed step by step from several answers, which have the same steps. A line
 * that has no value in any step is left out.
 */
export function linesFrom<Name extends string>(
  reads: Reads<Name>,
  lines: ReadonlyArray<
    readonly [label: string, of: (step: StepValues<Name>) => number | undefined]
  >,
): ChartData {
  const { times, steps } = stepsOf(reads);
  const all = lines.map(
    ([label, of]): ChartLine => ({ label, values: steps.map((step) => of(step) ?? null) }),
  );
  return { times, lines: all.filter(({ values }) => values.some((value) => value !== null)) };
}

/** The values of several answers, step by step; rows of one answer are summed. */
export function stepsOf<Name extends string>(
  reads: Reads<Name>,
): { readonly times: readonly number[]; readonly steps: ReadonlyArray<StepValues<Name>> } {
  const answers = Object.entries<ReadAnswer | undefined>(reads) as Array<[Name, ReadAnswer]>;
  const grid = answers.map(([, answer]) => answer).sort((a, b) => b.stepMs - a.stepMs)[0];
  const times: number[] = [];
  for (let at = grid?.from ?? 0; grid && at < grid.to; at += grid.stepMs) times.push(at);
  const steps = times.map((): Partial<Record<Name, number>> => ({}));
  for (const [name, { rows }] of answers) {
    for (const [at, value] of rows.flatMap(({ points }) => points)) {
      const step = grid && steps[Math.floor((at - grid.from) / grid.stepMs)];
      if (step && typeof value === 'number') step[name] = (step[name] ?? 0) + value;
    }
  }
  return { times, steps };
}
