import { usualWidth, widenStep } from '../../../common/read-span';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

export const levelNames = ['fine', '1m', '10m', '1h'] as const;

export type LevelName = (typeof levelNames)[number];

/** How finely windows are stored, finest first. */
export interface Level {
  readonly name: LevelName;
  /** 0 for windows as they came. */
  readonly widthMs: number;
  /** How long after the end of a slot its windows are put together; later ones become another window. */
  readonly graceMs: number;
}

const levelOf = (name: LevelName, widthMs: number, graceMs: number): Level => ({
  name,
  widthMs,
  graceMs,
});

const coarsest = levelOf('1h', hour, 5 * minute);

export const levels: readonly Level[] = [
  levelOf('fine', 0, 0),
  levelOf('1m', minute, minute),
  levelOf('10m', 10 * minute, 3 * minute),
  coarsest,
];

/** How long each level is kept, in milliseconds. */
export type Keep = Readonly<Record<LevelName, number>>;

export interface ReadRange {
  readonly from: number;
  readonly to: number;
  readonly stepMs?: number | undefined;
}

/** Without steps, a level that is not on the range's bounds must be so much narrower than the range. */
const windowsInRange = 100;
const windowsInStep = 4;

/**
 * The levels to read a range from: the coarsest that is fine enough for the
 * steps, of those that still have everything from the beginning on; behind it
 * all finer ones, which have what is not rolled up yet.
 */
export function levelsFor(range: ReadRange, keep: Keep, now: number): readonly Level[] {
  const reaching = levels.filter(({ name }) => range.from >= now - keep[name]);
  const [finest = coarsest] = reaching;
  const best = reaching.filter(({ widthMs }) => isFineEnough(widthMs, range)).at(-1) ?? finest;
  return levels.slice(0, levels.indexOf(best) + 1).reverse();
}

function isFineEnough(widthMs: number, { from, to, stepMs }: ReadRange): boolean {
  if (widthMs === 0) return true;
  if (stepMs !== undefined) return stepMs % widthMs === 0 || stepMs >= widthMs * windowsInStep;
  const isAligned = from % widthMs === 0 && to % widthMs === 0;
  return isAligned || to - from >= widthMs * windowsInRange;
}

/** The step that an answer from these windows can have. */
export function stepFor(
  { widthMs }: Level,
  windows: ReadonlyArray<{ readonly from: number; readonly to: number }>,
  { stepMs, from, to }: ReadRange,
): number {
  if (stepMs === undefined) return to - from;
  return widenStep(stepMs, Math.max(widthMs, usualWidth(windows)));
}

/** The slot of a level that a window belongs to, counted from 1970. */
export function slotOf({ widthMs }: Level, middle: number): number {
  return Math.floor(middle / widthMs);
}

/** The middle of what a slot has: within the slot, unless the window is as wide itself. */
export function middleOf({ widthMs }: Level, slot: number, from: number, to: number): number {
  if (to - from >= widthMs) return (from + to) / 2;
  return Math.max(from, Math.min(to - 1, (slot + 0.5) * widthMs));
}
