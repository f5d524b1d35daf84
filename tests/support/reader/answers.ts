import { expect } from 'chai';
import type { PointValue, ReadAnswer } from '../../../common/reader';

/** Each row's dims and values. */
export function rowsOf({ rows }: ReadAnswer) {
  return rows.map(({ dims, points }) => [dims, points.map(([, value]) => value)]);
}

/** The values of all rows, one after the other. */
export function valuesOf({ rows }: ReadAnswer): PointValue[] {
  return rows.flatMap(({ points }) => points.map(([, value]) => value));
}

/** The one value an answer has. */
export function onlyValue(answer: ReadAnswer): PointValue | undefined {
  const values = valuesOf(answer);
  expect(values.length, 'number of points').to.equal(1);
  return values[0];
}
