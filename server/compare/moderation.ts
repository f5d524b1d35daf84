import { digamma, trigamma, trigammaInverse } from './polygamma';

/** How much more windows vary than independent calls would, of one name. */
export interface Inflation {
  /** The variance from windows ÷ the one of independent calls. */
  readonly ratio: number;
  /** Degrees of freedom of `ratio`. */
  readonly freedom: number;
}

/** What all names have in common: worth so many degrees of freedom. */
export interface Prior {
  readonly ratio: number;
  readonly freedom: number;
}

const fewest = 4;

/**
 * What can be learnt from all names about how calls of a window depend on each
 * other, by fitting a scaled F distribution to the ratios: a name alone has
 * few windows to show it. `undefined` with fewer than four names.
 *
 * Smyth's empirical Bayes moderation, https://doi.org/10.2202/1544-6115.1027
 */
export function priorOf(inflations: readonly Inflation[]): Prior | undefined {
  const known = inflations.filter(({ ratio, freedom }) => ratio > 0 && freedom > 0);
  if (known.length < fewest) return undefined;
  const logs = known.map(
    ({ ratio, freedom }) => Math.log(ratio) - digamma(freedom / 2) + Math.log(freedom / 2),
  );
  const mean = meanOf(logs);
  const variance =
    (meanOf(logs.map((log) => (log - mean) ** 2)) * known.length) / (known.length - 1);
  const excess = variance - meanOf(known.map(({ freedom }) => trigamma(freedom / 2)));
  if (excess <= 0) return { ratio: Math.exp(mean), freedom: mostFreedom };
  const half = trigammaInverse(excess);
  const ratio = Math.exp(mean + digamma(half) - Math.log(half));
  return { ratio, freedom: Math.min(mostFreedom, 2 * half) };
}

/** As good as the normal distribution, and no more sure than a few names can be. */
const mostFreedom = 100;

/** A name that stands out from the others is taken at its word. */
const outlier = 2;

/**
 * The name's own ratio, as far as its windows show it, and that of all names,
 * as far as these agree. Never below 1: calls are not taken for more than
 * independent.
 */
export function moderated(own: Inflation, prior: Prior | undefined): Inflation {
  const alone = { ratio: Math.max(1, own.ratio), freedom: own.freedom };
  if (!prior || own.ratio > outlier * Math.max(1, prior.ratio)) return alone;
  const freedom = own.freedom + prior.freedom;
  const ratio = (own.ratio * own.freedom + prior.ratio * prior.freedom) / freedom;
  return { ratio: Math.max(1, ratio), freedom };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
