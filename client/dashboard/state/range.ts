import { computed, signal } from '@preact/signals';
import { spanOf } from '../format/span-of';
import { params, setParams } from './location';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Ranges that end now, as they stand in the address. */
export const ranges = ['15m', '1h', '6h', '24h', '7d', '30d'] as const;

const unitMs: Readonly<Record<string, number>> = { m: minute, h: hour, d: day };

const stepsMs = [
  ...[10 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute],
  ...[hour, 2 * hour, 6 * hour, 12 * hour, day],
];
const mostSteps = 120;

export interface Range {
  /** Epoch milliseconds, full steps. */
  readonly from: number;
  readonly to: number;
  /** Width of a point of a chart. */
  readonly stepMs: number;
  /** As in {@link ranges}; absent where the range has a fixed beginning and end. */
  readonly name?: string;
}

/** The clock of the screen: it stands still but in live mode, or when the operator asks for news. */
const nowMs = signal(Date.now());

/** Lets ranges end now. */
export function readNow(): void {
  nowMs.value = Date.now();
}

/** The time range of every screen. */
export const range = computed<Range>(() => {
  const { range: name = '1h', from, to } = params.value;
  const fixed = { from: timeIn(from), to: timeIn(to) };
  if (fixed.from < fixed.to) return inSteps(fixed.from, fixed.to);
  const known = msOf(name) ? name : '1h';
  return { ...inSteps(nowMs.value - (msOf(known) ?? hour), nowMs.value), name: known };
});

/** Goes to one of {@link ranges}. */
export function setRange(name: string): void {
  readNow();
  setParams({ range: name, from: undefined, to: undefined });
}

/** Goes to a range with a fixed beginning and end, which is at least a minute. */
export function zoomTo(from: number, to: number): void {
  const end = Math.max(to, from + minute);
  setParams({
    ...{ from: String(Math.round(from)), to: String(Math.round(end)) },
    ...{ range: undefined, live: undefined },
  });
}

/** As an operator would say it: `last 1 h`, or the two times. */
export const rangeLabel = computed(() => {
  const { name, from, to } = range.value;
  return name ? `last ${spanOf(msOf(name) ?? to - from)}` : `${timeOf(from)} – ${timeOf(to)}`;
});

/** Milliseconds of a name such as `15m`. */
export function msOf(name: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,4})([mhd])$/.exec(name) ?? [];
  const width = unitMs[unit];
  return width && Number(count) > 0 ? Number(count) * width : undefined;
}

/** Widens a range to full steps, so that charts of one screen agree and answers can be kept. */
export function inSteps(from: number, to: number): Omit<Range, 'name'> {
  const wanted = (to - from) / mostSteps;
  const stepMs = stepsMs.find((step) => step >= wanted) ?? Math.ceil(wanted / day) * day;
  return {
    from: Math.floor(from / stepMs) * stepMs,
    to: Math.ceil(to / stepMs) * stepMs,
    stepMs,
  };
}

/** The time that a parameter says; NaN, which is before and after nothing, where it says none. */
function timeIn(text = ''): number {
  return /^\d{1,14}$/.test(text) ? Number(text) : Number.NaN;
}

function timeOf(at: number): string {
  return new Date(at).toLocaleString(undefined, {
    ...{ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  });
}
