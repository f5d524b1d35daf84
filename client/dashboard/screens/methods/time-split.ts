import type { ChartData } from '../../data/chart-data';
import { linesFrom, type StepValues, stepsOf } from '../../data/steps-of';
import type { Reads } from '../../data/use-reads';
import type { ChartRead } from './method-reads';

/** Mean milliseconds of one call, by where they went; what is not known is absent. */
export interface TimeSplit {
  readonly queue?: number | undefined;
  readonly cpu?: number | undefined;
  readonly db?: number | undefined;
  readonly http?: number | undefined;
  readonly email?: number | undefined;
  /** What is left of the run. */
  readonly rest?: number | undefined;
  readonly fence?: number | undefined;
  readonly run: number;
}

type Step = StepValues<ChartRead>;
type Part = 'queue' | 'run' | 'fence' | (typeof seen)[number];
type Sums = Readonly<Partial<Record<Part, number>>>;

const seen = ['cpu', 'db', 'http', 'email'] as const;

/**
 * Where the time of a mean call went, by sums over all calls. Parts that ran at the same time
 * count each, so the rest of the run is at least so much, and never below 0.
 */
export function timeSplit(sums: Sums, calls: number): TimeSplit | undefined {
  const { run } = sums;
  if (!run || !calls) return undefined;
  const runMean = run / calls;
  const meanOf = (name: Part) => {
    const sum = sums[name];
    return sum === undefined ? undefined : sum / calls;
  };
  const parts = Object.fromEntries(seen.map((name) => [name, meanOf(name)]));
  const known = seen.reduce((sum, name) => sum + (parts[name] ?? 0), 0);
  return {
    ...{ ...parts, queue: meanOf('queue'), fence: meanOf('fence') },
    ...{ run: runMean, rest: Math.max(0, runMean - known) },
  };
}

const labels: ReadonlyArray<readonly [keyof TimeSplit, string]> = [
  ['queue', 'Queue'],
  ['cpu', 'Own code, at least'],
  ['db', 'Database'],
  ['http', 'HTTP'],
  ['email', 'E-mail'],
  ['rest', 'Rest of the run'],
  ['fence', 'Fence'],
];

/** The same over time, as lines to put one upon the other. */
export function splitLines(reads: Reads<ChartRead>): ChartData {
  return linesFrom(
    reads,
    labels.map(([part, label]) => [label, (step: Step) => timeSplit(step, callsIn(step))?.[part]]),
  );
}

/** The same over the whole range. */
export function wholeSplit(reads: Reads<ChartRead>): TimeSplit | undefined {
  const { steps } = stepsOf(reads);
  const sumOf = (of: (step: Step) => number | undefined) =>
    steps.reduce<number | undefined>((sum, step) => {
      const value = of(step);
      return value === undefined ? sum : (sum ?? 0) + value;
    }, undefined);
  const parts = ['queue', 'run', 'fence', ...seen] as const;
  const sums = Object.fromEntries(parts.map((part) => [part, sumOf((step) => step[part])]));
  return timeSplit(sums, sumOf(callsIn) ?? 0);
}

/** Readers give sums and means, and so the number of calls that ran. */
function callsIn({ run, runMean }: Step): number {
  return run && runMean ? run / runMean : 0;
}
