import type { Retention } from './schema';

/** One resolution of what is kept. */
export interface Level {
  /** 0: windows as they came. */
  readonly widthMs: number;
  readonly series: string;
  readonly batches: string;
  readonly days: keyof Retention;
  /** Ranges up to this are read from it. */
  readonly longestMs: number;
}

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** The finest first. */
export const levels: readonly [Level, ...Level[]] = [
  { widthMs: 0, series: 'series', batches: 'batches', days: 'rawDays', longestMs: 6 * hour },
  {
    widthMs: minute,
    series: 'series_1m',
    batches: 'batches_1m',
    days: 'minuteDays',
    longestMs: 7 * day,
  },
  {
    widthMs: hour,
    series: 'series_1h',
    batches: 'batches_1h',
    days: 'hourDays',
    longestMs: Number.POSITIVE_INFINITY,
  },
];

interface Wanted {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number | undefined;
}

/**
 * The level to read from: of those that still have the range's beginning, the
 * finest that is not too fine for the range's length; a finer one where steps
 * are shorter than its width.
 */
export function levelFor(wanted: Wanted, retention: Retention, now: number): Level {
  const { from, to, stepMs = Number.POSITIVE_INFINITY } = wanted;
  const last = levels[levels.length - 1] ?? levels[0];
  const reaching = levels.filter((level) => now - retention[level.days] * day <= from);
  const [finest = last] = reaching;
  const usual = reaching.find((level) => to - from <= level.longestMs) ?? last;
  if (usual.widthMs <= stepMs) return usual;
  return reaching.filter((level) => level.widthMs <= stepMs).at(-1) ?? finest;
}

/** The middle of a row's window in epoch milliseconds. */
export function middleOf({ widthMs }: Level): string {
  if (widthMs > 0) return `(toUnixTimestamp(at) * 1000. + ${widthMs / 2})`;
  return '((toUnixTimestamp64Milli(begins) + toUnixTimestamp64Milli(ends)) / 2)';
}
