/**
 * From where on two releases differ. `docs/findings.md` lists every one of
 * them; a test compares.
 */
export const compareThresholds = {
  /** Calls of each release, at least; else `unknown`. */
  calls: 30,
  /** Windows in which each had calls, at least; else `unknown`. */
  windows: 6,
  /** Of all differences that are called significant, the share that may be chance; of none at all, the chance of one. */
  falseDiscoveries: 0.003,
  /** `slower`, `faster`: p50 or p95, the larger ÷ the smaller, at least. */
  ratio: 1.2,
  /** `slower`, `faster`: the difference of these, at least. */
  differenceMs: 5,
  /** `slower`, `faster` at p50: how much more often than every other time a call is slower, at least. */
  placeShift: 0.05,
  /** `slower`, `faster` at p95: calls among the slowest tenth of both, the larger share ÷ the smaller, at least. */
  tailRatio: 1.2,
  /** `more-errors`, `fewer-errors`: difference of the shares, at least. */
  errorShare: 0.01,
  /** `more-errors`, `fewer-errors`: the larger share ÷ the smaller, at least. */
  errorRatio: 1.5,
  /** `more-errors`, `fewer-errors`: errors of the release that has more, at least. */
  errors: 5,
} as const;

/** The slow end: the share of calls before it. */
export const tailFrom = 0.9;
