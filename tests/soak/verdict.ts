import type { PerRestart } from './measure-restarts';
import type { ProcessFigures } from './process-figures';
import { type Slope, theilSen } from './theil-sen';

/** Both apps at one time. */
export interface Sample {
  readonly minutes: number;
  /** Of each app, so far. */
  readonly sessions: number;
  readonly radiant: ProcessFigures;
  readonly bare: ProcessFigures;
}

/** What the run counted beside the samples. */
export interface Tally extends PerRestart {
  readonly sent: number;
  readonly answered: number;
  /** In the batches that the sink has. */
  readonly recorded: number;
  readonly seriesLimit: number;
  readonly mostSeries: { readonly metric: string; readonly count: number };
  readonly failures: readonly string[];
}

export interface Growth {
  readonly name: string;
  readonly unit: string;
  /** Per thousand sessions, beyond what the app without Radiant grows by. */
  readonly slope: Slope;
  readonly limit: number;
}

type Quantity = Exclude<keyof ProcessFigures, 'radiant' | 'uncaught'>;

interface Limit {
  readonly name: string;
  readonly of: Quantity;
  readonly unit: string;
  readonly per: number;
  readonly limit: number;
}

/** By which an app may grow with a thousand sessions and what they do: for the heap, 100 bytes each. */
export const limits: readonly Limit[] = [
  { name: 'heap', of: 'heapBytes', unit: 'kB', per: 1_000, limit: 100 },
  { name: 'external', of: 'externalBytes', unit: 'kB', per: 1_000, limit: 100 },
  { name: 'rss', of: 'rssBytes', unit: 'kB', per: 1_000, limit: 5_000 },
  { name: 'handles', of: 'resources', unit: '', per: 1, limit: 3 },
  { name: 'listeners', of: 'listeners', unit: '', per: 1, limit: 0.5 },
];

export const bytesPerRestart = 50_000;

/** Combinations of dimensions that are not folded, beyond `seriesLimit`. */
const foldedSeries = 50;
/** Nothing else may be dropped: names beyond the limit are folded, which is counted. */
const expectedDrops = new Set([
  'series-limit',
  'merged-away',
  'error-limit',
  'log-limit',
  'invalid',
]);

/** How fast each quantity grew from sample to sample. */
export function growths(samples: readonly Sample[]): readonly Growth[] {
  return limits.map(({ of, per, ...limit }) => ({
    ...limit,
    slope: theilSen(
      samples.map(({ sessions, radiant, bare }) => ({
        x: sessions / 1_000,
        y: (radiant[of] - bare[of]) / per,
      })),
    ),
  }));
}

/** Whether a growth of the heap by twice its limit would be found. */
export function canTell(samples: readonly Sample[]): boolean {
  return growths(samples).every(
    ({ name, slope, limit }) => name !== 'heap' || slope.value - slope.low < limit,
  );
}

/** What is not as promised, in words. */
export function wrongs(samples: readonly Sample[], tally: Tally): string[] {
  const last = samples.at(-1);
  const drops = Object.entries(last?.radiant.radiant?.drops ?? {});
  const { sent, answered, recorded, mostSeries, seriesLimit } = tally;
  const checks: ReadonlyArray<readonly [isWrong: boolean, text: string]> = [
    ...growths(samples).map(
      ({ name, unit, slope, limit }) =>
        [
          slope.low > limit,
          `${name} grows by ${slope.value.toFixed(1)} ${unit} per 1,000 sessions, surely by more than ${limit}`,
        ] as const,
    ),
    ...drops.map(
      ([reason, count]) => [!expectedDrops.has(reason), `${count} dropped: ${reason}`] as const,
    ),
    [recorded > sent, `${recorded} calls are recorded, ${sent} were sent`],
    [recorded < answered, `${recorded} calls are recorded, ${answered} were answered`],
    [
      mostSeries.count > seriesLimit + foldedSeries,
      `${mostSeries.count} series of ${mostSeries.metric}, where ${seriesLimit} may be`,
    ],
    [
      tally.bytesPerRestart > bytesPerRestart,
      `each restart leaves ${Math.round(tally.bytesPerRestart)} bytes`,
    ],
    [tally.listenersPerRestart > 0, `each restart leaves ${tally.listenersPerRestart} listeners`],
    ...tally.failures.map((text) => [true, text] as const),
    ...uncaughtIn(last).map((text) => [true, `nobody caught: ${text}`] as const),
  ];
  return checks.flatMap(([isWrong, text]) => (isWrong ? [text] : []));
}

function uncaughtIn(sample: Sample | undefined): readonly string[] {
  return [...(sample?.radiant.uncaught ?? []), ...(sample?.bare.uncaught ?? [])];
}
