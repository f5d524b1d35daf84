/**
 * How likely a value of Student's t with so many degrees of freedom is further
 * from 0 than `t`, on either side. By the continued fraction of the incomplete
 * beta function.
 *
 * https://dlmf.nist.gov/8.17#E22
 */
export function studentTail(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? 1 : 0;
  if (!Number.isFinite(freedom)) return studentTail(t, 1e7);
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b);
  return Math.exp(front) / (a * continuedFraction(x, a, b));
}

const steps = 500;
const enough = 1e-14;

/** By Lentz's algorithm. */
function continuedFraction(x: number, a: number, b: number): number {
  let value = 1;
  let c = 1;
  let d = 0;
  for (let step = 1; step <= steps; step++) {
    const term = coefficient(step, x, a, b);
    d = 1 / away(1 + term * d);
    c = away(1 + term / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < enough) break;
  }
  return value;
}

function coefficient(step: number, x: number, a: number, b: number): number {
  const m = step >> 1;
  if (step % 2 === 0) return (m * (b - m) * x) / ((a + step - 1) * (a + step));
  return (-(a + m) * (a + b + m) * x) / ((a + step - 1) * (a + step));
}

function away(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Stirling's series, https://dlmf.nist.gov/5.11#E1, from where it is exact enough on. */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 12; at++) shift -= Math.log(at);
  const inverse = 1 / at;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return shift + (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series;
}
