import { bucketsOf, Histogram, type HistogramState, quantile } from './histogram';
import type { MetricDefinition } from './metrics';
import { type Span, unionMs } from './read-span';
import type { PointValue, Stat } from './reader';
import type { Tally } from './tally';

/** All that one row has in one step. */
export interface Gathered {
  count: number;
  sum: number;
  max: number;
  /** The buckets together; present where the stat needs them and all are known. */
  histogram?: Histogram;
  /** Some of its values came without buckets. */
  lacksBuckets: boolean;
  /** Per window: its time, and for how long of it the row was known. */
  readonly known: KnownSpan[];
}

export interface KnownSpan extends Span {
  knownMs: number;
}

/** Which statistic of what. */
export interface StatOf {
  readonly stat: Stat;
  readonly definition: MetricDefinition;
}

const quantiles: Readonly<Partial<Record<Stat, number>>> = {
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  'p99.9': 0.999,
};

export function needsBuckets(stat: Stat): boolean {
  return stat === 'buckets' || quantiles[stat] !== undefined;
}

/** Whether a row without values in a step has the value 0 there, and not none. */
export function isZeroWithoutData(stat: Stat): boolean {
  return stat === 'rate' || stat === 'sum';
}

export function nothingGathered(): Gathered {
  return { count: 0, sum: 0, max: Number.NEGATIVE_INFINITY, lacksBuckets: false, known: [] };
}

/** Adds one series of one window. */
export function gather(into: Gathered, tally: Tally, span: Span, of: StatOf): void {
  into.count += tally.count;
  into.sum += tally.sum;
  into.max = Math.max(into.max, tally.max);
  if (of.definition.kind === 'gauge') noteKnown(into.known, span, tally.count);
  if (needsBuckets(of.stat)) gatherBuckets(into, tally);
}

function noteKnown(known: KnownSpan[], span: Span, knownMs: number): void {
  const last = known.at(-1);
  if (last && last.owner === span.owner && last.from === span.from) {
    last.knownMs = Math.max(last.knownMs, knownMs);
  } else known.push({ ...span, knownMs });
}

function gatherBuckets(into: Gathered, { count, histogram }: Tally): void {
  if (!histogram) {
    into.lacksBuckets ||= count > 0;
    return;
  }
  into.histogram ??= new Histogram(histogram.grid);
  into.histogram.merge(histogram);
}

/**
 * The value of a stat. `reportedMs` is the time for which a sender reported in
 * the step. `undefined` where it is unknown.
 */
export function statValue(
  { stat, definition }: StatOf,
  gathered: Gathered,
  reportedMs: number,
): PointValue | undefined {
  switch (stat) {
    case 'rate': {
      const gained = definition.kind === 'histogram' ? gathered.count : gathered.sum;
      return reportedMs > 0 ? (gained * 1000) / reportedMs : undefined;
    }
    case 'sum':
      return gathered.sum;
    case 'avg':
      return definition.kind === 'gauge' ? gaugeMean(definition, gathered) : mean(gathered);
    case 'max':
      return Number.isFinite(gathered.max) ? gathered.max : undefined;
    case 'buckets':
      return mapState(gathered, bucketsOf);
    default:
      return mapState(gathered, (state) => quantile(state, quantiles[stat] ?? Number.NaN));
  }
}

function mean({ count, sum }: Gathered): number | undefined {
  return count > 0 ? sum / count : undefined;
}

/** What can be added up (counts, bytes) is summed over the series; shares and times are averaged. */
function gaugeMean({ unit }: MetricDefinition, gathered: Gathered): number | undefined {
  if (unit === 'ratio' || unit === 'ms') return mean(gathered);
  let spanMs = 0;
  let knownMs = 0;
  for (const known of gathered.known) {
    spanMs += known.to - known.from;
    knownMs += known.knownMs;
  }
  const coveredMs = unionMs(gathered.known) * (knownMs / spanMs);
  return coveredMs > 0 ? gathered.sum / coveredMs : undefined;
}

function mapState<T>(
  { histogram, lacksBuckets }: Gathered,
  map: (state: HistogramState) => T,
): T | undefined {
  return histogram && !lacksBuckets ? map(histogram.snapshot()) : undefined;
}
