import type { Unit } from '../../../common/metrics';

/** Stands where a value is not known; it is not zero. */
export const UNKNOWN = '–';

/** What a value is of: a unit of metrics, or how often something happens. */
export type Shown = Unit | 'perSecond' | 'msPerSecond' | 'bytesPerSecond';

/** A value with its unit, in three significant digits: `1.24 s`, `48 ms`, `3.2 MB`, `12 %`. */
export function valueText(value: number | undefined, shown: Shown): string {
  if (value === undefined || !Number.isFinite(value)) return UNKNOWN;
  switch (shown) {
    case 'ms':
      return durationText(value);
    case 'bytes':
      return bytesText(value);
    case 'ratio':
      return `${digits(value * 100)} %`;
    case 'perSecond':
      return rateText(value);
    case 'msPerSecond':
      return `${digits(value / 10)} % CPU`; // 10 ms a second are a hundredth of a core
    case 'bytesPerSecond':
      return `${bytesText(value)}/s`;
    default:
      return countText(value);
  }
}

/** Milliseconds, in the unit that fits: `0.8 ms`, `340 ms`, `12.4 s`, `3.5 min`, `2.1 h`, `4 d`. */
export function durationText(ms: number): string {
  const size = Math.abs(ms);
  if (size === 0) return '0 ms';
  if (size < 0.9995) return `${digits(ms * 1_000)} µs`;
  if (size < 999.5) return `${digits(ms)} ms`;
  if (size < 119_500) return `${digits(ms / 1_000)} s`;
  if (size < 119.5 * 60_000) return `${digits(ms / 60_000)} min`;
  if (size < 47.5 * 3_600_000) return `${digits(ms / 3_600_000)} h`;
  return `${digits(ms / 86_400_000)} d`;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytesText(bytes: number): string {
  return scaled(bytes, byteUnits);
}

/** A number of things: `7`, `1,204`, `38.2 k`, `1.5 M`. */
export function countText(count: number): string {
  if (Number.isInteger(count) && Math.abs(count) < 10_000) return (count + 0).toLocaleString('en');
  return scaled(count, ['', 'k', 'M', 'G', 'T']).trim();
}

/** How often: by the second, or by the minute or hour where that is seldom. */
export function rateText(perSecond: number): string {
  if (perSecond === 0) return '0 /s';
  if (perSecond >= 0.995) return `${countText(Number(perSecond.toPrecision(3)))} /s`;
  if (perSecond * 60 >= 0.995) return `${digits(perSecond * 60)} /min`;
  return `${digits(perSecond * 3_600)} /h`;
}

function scaled(value: number, units: readonly string[]): string {
  let at = 0;
  let left = value;
  while (Math.abs(left) >= 999.5 && at < units.length - 1) {
    left /= 1_000;
    at++;
  }
  return `${digits(left)} ${units[at]}`;
}

/** Three significant digits, never in powers of ten. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 99.95 || Number.isInteger(value)) return (Math.round(value) + 0).toLocaleString('en');
  return value.toLocaleString('en', { maximumSignificantDigits: size < 1 ? 2 : 3 });
}
