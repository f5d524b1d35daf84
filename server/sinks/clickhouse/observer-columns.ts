import { type HistogramState, mergeStates } from '../../../common/histogram';
import { finestScale } from '../../../common/histogram-grid';
import type { Grid } from '../../../common/metrics';
import {
  type ObserverEntry,
  observerCounters,
  observerGauges,
} from '../../../common/observer-entry';

type Numbers = Readonly<Record<string, number>>;
type Histograms = Pick<ObserverEntry, 'initialQuery' | 'lifetime' | 'poll'>;
type HistogramName = keyof Histograms;

/** An entry in columns that ClickHouse adds up: sums, least, greatest, and what it last was. */
export interface ObserverColumns {
  /** Counters; of histograms `poll.count`, `poll.sum`, `poll.zero` ... `evaluations` is absent where unknown. */
  readonly counts: Numbers;
  /** `handles` ... and `oldestMs`, at the end of the window. */
  readonly gauges: Numbers;
  /** `poll.min`, `poll.scale` ... of histograms that are there. */
  readonly least: Numbers;
  /** `poll.max` ... */
  readonly greatest: Numbers;
  /** Counts by bucket; a key is 1,000,000 × scale + index, so that scales stay apart. */
  readonly initialQuery: Numbers;
  readonly lifetime: Numbers;
  readonly poll: Numbers;
}

const grids: Readonly<Record<HistogramName, Grid>> = {
  initialQuery: 'duration',
  lifetime: 'lifetime',
  poll: 'duration',
};
const names = Object.keys(grids) as HistogramName[];
const perScale = 1_000_000;

export function observerColumns(entry: ObserverEntry): ObserverColumns {
  const { evaluations, useful } = entry;
  const present = names.flatMap((name) => {
    const state = entry[name];
    return state ? [[name, state] as const] : [];
  });
  const ofEach = (numbersOf: (state: HistogramState) => Numbers) =>
    Object.fromEntries(
      present.flatMap(([name, state]) =>
        Object.entries(numbersOf(state)).map(([key, value]) => [`${name}.${key}`, value]),
      ),
    );
  return {
    counts: {
      ...Object.fromEntries(observerCounters.map((field) => [field, entry[field]])),
      ...(evaluations === undefined ? {} : { evaluations, evaluationsKnown: 1 }),
      ...(useful === undefined ? {} : { useful, usefulKnown: 1 }),
      ...ofEach(({ count, sum, zero }) => ({ count, sum, zero })),
    },
    gauges: {
      ...Object.fromEntries(observerGauges.map((field) => [field, entry[field]])),
      oldestMs: entry.oldestMs,
    },
    least: ofEach(({ count, min, scale }) => (count > 0 ? { min, scale } : { scale })),
    greatest: ofEach(({ count, max }): Numbers => (count > 0 ? { max } : {})),
    initialQuery: bucketsOf(entry.initialQuery),
    lifetime: bucketsOf(entry.lifetime),
    poll: bucketsOf(entry.poll),
  };
}

function bucketsOf(state: HistogramState | undefined): Numbers {
  if (!state) return {};
  const { scale, offset, buckets } = state;
  const used = buckets.flatMap((count, at) =>
    count === 0 ? [] : [[scale * perScale + offset + at, count] as const],
  );
  return Object.fromEntries(used);
}

/** What `entries` rows of one key add up to; without gauges where the last window did not have it. */
export function observerFigures(
  columns: ObserverColumns,
  { entries, isLive }: { readonly entries: number; readonly isLive: boolean },
): Omit<ObserverEntry, 'owner' | 'collection' | 'shape' | 'driver' | 'driverReason'> {
  const { counts, gauges } = columns;
  const counted = (field: string) => counts[field] ?? 0;
  const gauge = (field: string) => (isLive ? (gauges[field] ?? 0) : 0);
  const known = (field: 'evaluations' | 'useful') =>
    counts[`${field}Known`] === entries ? { [field]: counted(field) } : {};
  return {
    ...(fields(observerGauges, gauge) as Record<(typeof observerGauges)[number], number>),
    oldestMs: gauge('oldestMs'),
    ...(fields(observerCounters, counted) as Record<(typeof observerCounters)[number], number>),
    ...known('evaluations'),
    ...known('useful'),
    ...(Object.fromEntries(
      names.flatMap((name) => {
        const state = stateOf(name, columns);
        return state ? [[name, state]] : [];
      }),
    ) as Histograms),
  };
}

function fields(list: readonly string[], figureOf: (field: string) => number): Numbers {
  return Object.fromEntries(list.map((field) => [field, figureOf(field)]));
}

function stateOf(name: HistogramName, columns: ObserverColumns): HistogramState | undefined {
  const { counts, least, greatest } = columns;
  const scale = least[`${name}.scale`];
  if (scale === undefined) return undefined;
  const grid = grids[name];
  const empty = { grid, scale, count: 0, sum: 0, min: 0, max: 0, zero: 0, offset: 0, buckets: [] };
  const scales = Array.from({ length: finestScale + 1 }, (_, at) => finestScale - at);
  const merged = scales
    .map((of) => atScale({ ...empty, scale: of }, columns[name]))
    .reduce(mergeStates, empty);
  return {
    ...merged,
    scale: merged.count === 0 ? scale : merged.scale,
    count: counts[`${name}.count`] ?? 0,
    sum: counts[`${name}.sum`] ?? 0,
    min: least[`${name}.min`] ?? 0,
    max: greatest[`${name}.max`] ?? 0,
    zero: counts[`${name}.zero`] ?? 0,
  };
}

/** The buckets of one scale, densely. */
function atScale(empty: HistogramState, buckets: Numbers): HistogramState {
  const start = (empty.scale - 0.5) * perScale;
  const pairs = Object.entries(buckets)
    .map(([key, count]) => [Number(key), count] as const)
    .filter(([key]) => key >= start && key < start + perScale)
    .map(([key, count]) => [key - empty.scale * perScale, count] as const)
    .sort(([a], [b]) => a - b);
  const [first, last] = [pairs[0], pairs.at(-1)];
  if (!first || !last) return empty;
  const dense = new Array<number>(last[0] - first[0] + 1).fill(0);
  let total = 0;
  for (const [index, count] of pairs) {
    dense[index - first[0]] = count;
    total += count;
  }
  return { ...empty, count: total, offset: first[0], buckets: dense };
}
