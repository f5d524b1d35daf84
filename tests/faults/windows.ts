import type { Batch } from '../../common/batch';
import { aBatch, aSeries } from '../support/a-batch';
import { aTrace } from '../support/a-trace';
import { seeded } from '../support/seeded';

export const windowMs = 10_000;

/** Each window counts one of these, so that what a store has of it is how many windows it has. */
export const windowsName = 'lab.windows';
/** Each window counts the square of its number: a window lost and another doubled do not cancel out. */
export const squaresName = 'lab.squares';

export interface WindowOptions {
  readonly instance: string;
  /** From 1. */
  readonly sequence: number;
  readonly from: number;
  /** Whether the names of its methods are in no other window, so that merging saves nothing. */
  readonly isOdd: boolean;
}

const methods = 20;
const random = seeded(7);

/** The window of an app with twenty methods. */
export function aWindow({ instance, sequence, from, isOdd }: WindowOptions): Batch {
  const prefix = isOdd ? `window${sequence}.method` : 'method';
  return aBatch({
    id: `${instance}-${sequence}`,
    sequences: [sequence, sequence],
    from,
    to: from + windowMs,
    resource: { instance },
    traces: [aTrace({ at: from + 1 })],
    series: [
      aSeries('app.counter', { name: windowsName, labels: '' }, 1),
      aSeries('app.counter', { name: squaresName, labels: '' }, sequence ** 2),
      ...Array.from({ length: methods }, (_, index) => methodSeries(`${prefix}.${index}`)).flat(),
    ],
  });
}

function methodSeries(name: string) {
  const dims = { name, origin: 'client', outcome: 'ok' };
  const durations = Array.from({ length: 40 }, () => 2 + 60 * random() ** 3);
  return [
    aSeries('method.calls', dims, durations.length),
    aSeries('method.duration', dims, durations),
  ];
}
