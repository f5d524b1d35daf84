/**
 * Full-jitter exponential back-off: a random wait between 0 and
 * `firstMs` × 2^(failures - 1), at most `maxMs`. A delay the backend asked for
 * (`atLeastMs`) is honoured on top of that, up to ten minutes.
 */
export function backoffMs(options: {
  readonly failures: number;
  readonly firstMs: number;
  readonly maxMs: number;
  readonly atLeastMs?: number | undefined;
  /** 0 ... 1, as `Math.random`. */
  readonly random: () => number;
}): number {
  const { failures, firstMs, maxMs, atLeastMs = 0, random } = options;
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  const asked = Math.min(Math.max(0, atLeastMs), 600_000);
  return asked + random() * ceiling;
}
