import type { Dims } from '../../../common/metrics';
import type { PointValue, ReadAnswer } from '../../../common/reader';

/** An answer of the query API without steps: the value of each row. */
export function anAnswer(rows: ReadonlyArray<readonly [Dims, number]>): ReadAnswer {
  return answerIn(
    60_000,
    rows.map(([dims, value]) => [dims, [[0, value]]]),
  );
}

/** An answer over a minute from 0, in steps. */
export function answerIn(
  stepMs: number,
  rows: ReadonlyArray<readonly [Dims, ReadonlyArray<readonly [at: number, value: PointValue]>]>,
): ReadAnswer {
  return {
    ...{ metric: 'method.run', stat: 'sum', unit: 'ms', from: 0, to: 60_000, stepMs },
    rows: rows.map(([dims, points]) => ({ dims, points })),
  };
}
