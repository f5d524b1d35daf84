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
 * The level to read from: the finest that still has the range’s beginning and
 * is not too fine for its length; a finer one, as far as it reaches, where
 * steps are shorter than that level’s width.
 */
export function levelFor(wanted: Wanted, retention: Retention, now: number): Level {
  const { from, to, stepMs } = wanted;
  const reaching = levels.filter((level) => now - retention[level.days] * day <= from);
  const [finest = levels[levels.length - 1] ?? levels[0]] = reaching;
  const fitting = reaching.filter(
    (level) => to - from <= level.longestMs || (stepMs !== undefined && stepMs < level.widthMs),
  );
  const usual = fitting.find((level) => to - from <= level.longestMs);
  if (!usual) return finest;
  if (stepMs === undefined || usual.widthMs <= stepMs) return usual;
  return reaching.filter((level) => level.widthMs <= stepMs).at(-1) ?? finest;
}

/** The middle of a row’s window in epoch milliseconds. */
export function middleOf({ widthMs }: Level): string {
  if (widthMs > 0) return `(toUnixTimestamp(at) * 1000. + ${widthMs / 2})`;
  return '((toUnixTimestamp64Milli(begins) + toUnixTimestamp64Milli(ends)) / 2)';
}
