import type { ReadAnswer, ReadRow } from '../../../common/reader';

/** The value of an answer without `by` and steps; `undefined` where it is unknown. */
export function theValue(answer: ReadAnswer | undefined): number | undefined {
  return answer?.rows[0] && lastValue(answer.rows[0]);
}

/** The newest value of a row; of an answer without steps, the only one. */
export function lastValue({ points }: ReadRow): number | undefined {
  const value = points.at(-1)?.[1];
  return typeof value === 'number' ? value : undefined;
}

/** The highest value of a row. */
export function highestValue({ points }: ReadRow): number | undefined {
  const values = points.flatMap(([, value]) => (typeof value === 'number' ? [value] : []));
  return values.length > 0 ? values.reduce((most, value) => Math.max(most, value)) : undefined;
}

/** The newest value of each row, by its value of one of the names given in `by`. */
export const valuesBy = (answer: ReadAnswer | undefined, name: string) =>
  eachBy(answer, name, lastValue);

/** The same with the highest value of each row. */
export const highestBy = (answer: ReadAnswer | undefined, name: string) =>
  eachBy(answer, name, highestValue);

function eachBy(
  answer: ReadAnswer | undefined,
  name: string,
  of: (row: ReadRow) => number | undefined,
): ReadonlyMap<string, number> {
  return new Map(
    (answer?.rows ?? []).flatMap((row) => {
      const [key, value] = [row.dims[name], of(row)];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    }),
  );
}
