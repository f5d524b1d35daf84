/** The derivative of log gamma, for `x` above 0. https://dlmf.nist.gov/5.11#E2 */
export function digamma(x: number): number {
  let [shift, at] = [0, x];
  for (; at < 8; at++) shift -= 1 / at;
  const square = 1 / (at * at);
  const series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)));
  return shift + Math.log(at) - 1 / (2 * at) - series;
}

/** Its derivative. https://dlmf.nist.gov/5.15#E8 */
export function trigamma(x: number): number {
  let [shift, at] = [0, x];
  for (; at < 8; at++) shift += 1 / (at * at);
  const square = 1 / (at * at);
  const series = square * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30)));
  return shift + 1 / at + square / 2 + series / at;
}

/** The `x` whose trigamma is `y`, for `y` above 0. */
export function trigammaInverse(y: number): number {
  let [low, high] = [-20, 20];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (trigamma(Math.exp(middle)) > y) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
