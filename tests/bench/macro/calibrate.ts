/** What a trial with that many calls per second showed. */
export interface Trial {
  readonly rate: number;
  /** CPU seconds that the calls of one second take: 1 for a whole core. */
  readonly share: number;
}

const mostTrials = 5;
const closeEnough = 0.03;

/**
 * Finds the number of calls per second that takes `target` of a core, from what
 * a call costs in CPU time: on a machine that has other work to do, the app is
 * not given what it needs, and must not be asked for more and more. Calls get
 * cheaper when more of them come at once, so it takes a few trials.
 */
export async function calibrate(
  firstRate: number,
  target: number,
  costMsAt: (rate: number) => Promise<number>,
): Promise<Trial> {
  let rate = firstRate;
  for (let trial = 1; ; trial++) {
    const share = (rate * (await costMsAt(rate))) / 1_000;
    const isClose = Math.abs(share / target - 1) <= closeEnough;
    if (isClose || trial === mostTrials) return { rate, share };
    rate *= target / share;
  }
}
