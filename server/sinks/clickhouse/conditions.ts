import type { Filters } from '../../../common/read-checks';
import { earliestDate, latestDate } from './date-text';
import type { Parameters } from './parameters';

/** Conditions of a query, and the values of their parameters. */
export interface Conditions {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** All of them together. Values only ever come in as parameters. */
export function allOf(...parts: readonly Conditions[]): Conditions {
  const sql = parts.map((part) => part.sql).filter((text) => text !== '');
  return {
    sql: sql.join(' AND '),
    parameters: Object.assign({}, ...parts.map(({ parameters }) => parameters)),
  };
}

/** `column` gives the expression for each name; names are known ones, values anything. */
export function equal<Field extends string>(
  prefix: string,
  filters: Filters<Field>,
  column: (field: Field, index: number) => string,
  { join = 'AND' }: { readonly join?: 'AND' | 'OR' } = {},
): Conditions {
  return {
    sql: filters
      .map(([field], index) => `${column(field, index)} = {${prefix}${index}:String}`)
      .join(` ${join} `),
    parameters: Object.fromEntries(filters.map(([, value], index) => [`${prefix}${index}`, value])),
  };
}

const day = 86_400_000;

/** Rows whose `expression`, in epoch milliseconds, lies in the range; `column` prunes what cannot. */
export function inRange(
  column: string,
  expression: string,
  { from, to }: { readonly from: number; readonly to: number },
): Conditions {
  return {
    sql: `${column} >= fromUnixTimestamp64Milli({first:Int64}, 'UTC')
  AND ${column} <= fromUnixTimestamp64Milli({last:Int64}, 'UTC')
  AND ${expression} >= {from:Float64} AND ${expression} < {to:Float64}`,
    parameters: {
      first: clamped(Math.floor(from) - day / 24),
      last: clamped(Math.ceil(to) + day / 24),
      from,
      to,
    },
  };
}

function clamped(at: number): number {
  return Math.min(latestDate, Math.max(earliestDate, at));
}
