import { RadiantError } from '../../common/errors';

/** Epoch milliseconds; `from` inclusive, `to` exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const unitMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * The range that the parameters `from` and `to` name: epoch milliseconds,
 * `now`, or a time before it such as `-15m` (s, m, h, d). The last fifteen
 * minutes, when they are absent.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function rangeFrom(params: URLSearchParams, nowMs: number): Range {
  const from = timeFrom('from', params.get('from') ?? '-15m', nowMs);
  const to = timeFrom('to', params.get('to') ?? 'now', nowMs);
  if (from < to) return { from, to };
  throw new RadiantError('read-invalid', `from (${from}) must be before to (${to})`);
}

function timeFrom(name: string, text: string, nowMs: number): number {
  if (text === 'now') return nowMs;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const [, count, unit] = /^-(\d{1,9})([smhd])$/.exec(text) ?? [];
  const width = unitMs[unit ?? ''];
  if (width !== undefined) return nowMs - Number(count) * width;
  throw new RadiantError(
    'read-invalid',
    `${name}: expected epoch milliseconds, now, or a time before it such as -15m, ` +
      `but ${JSON.stringify(text.slice(0, 60))} came`,
  );
}
