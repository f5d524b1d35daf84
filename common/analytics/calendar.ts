export const calendarUnits = ['day', 'week', 'month'] as const;

export type CalendarUnit = (typeof calendarUnits)[number];

const dayMs = 24 * 60 * 60_000;
const weekMs = 7 * dayMs;
/** Since the Monday before the epoch, which was a Thursday. */
const mondayMs = 3 * dayMs;

/** Start of the day, week (from Monday) or month that holds `at`, in UTC; epoch milliseconds. */
export function unitStart(unit: CalendarUnit, at: number): number {
  if (unit === 'day') return Math.floor(at / dayMs) * dayMs;
  if (unit === 'week') return Math.floor((at + mondayMs) / weekMs) * weekMs - mondayMs;
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/** Start of the one after that which starts at `start`. */
export function nextUnit(unit: CalendarUnit, start: number): number {
  if (unit === 'day') return start + dayMs;
  if (unit === 'week') return start + weekMs;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** Starts of all that have a part of a range, oldest first; `to` exclusive. */
export function* unitsOf(unit: CalendarUnit, from: number, to: number): Generator<number, void> {
  for (let at = unitStart(unit, from); at < to; at = nextUnit(unit, at)) yield at;
}
