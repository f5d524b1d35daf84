import { allValues } from '../../../common/analytics/event-counts';
import { none } from '../../../common/analytics/event-facts';
import type { CountedBy } from '../../../common/checked-analytics';
import type { Conditions } from './conditions';

/** The value of an event by which it is counted, as `countedValue` tells it. */
export function countedValueSql(by: CountedBy): Conditions {
  if (by === 'all') return { sql: `'${allValues}'`, parameters: {} };
  if (by === 'event') return { sql: `if(name = '', '${none}', name)`, parameters: {} };
  const [root = '', ...names] = by;
  const column = columns[root];
  if (column === undefined) return { sql: `'${none}'`, parameters: {} };
  const at = [column, ...names.map((_, index) => `{name${index}:String}`)].join(', ');
  return {
    sql: `multiIf(
  JSONType(${at}) = 'String', JSONExtractString(${at}),
  JSONType(${at}) = 'Double', ${exponentAsInJavascript(`toString(JSONExtractFloat(${at}))`)},
  JSONType(${at}) IN ('Int64', 'UInt64', 'Bool'), JSONExtractRaw(${at}),
  '${none}')`,
    parameters: Object.fromEntries(names.map((name, index) => [`name${index}`, name])),
  };
}

/** `1e+21` where ClickHouse says `1e21`; the digits are the same. */
function exponentAsInJavascript(text: string): string {
  return `replaceRegexpOne(${text}, 'e(\\\\d)', 'e+\\\\1')`;
}

/** Whatever else a path may begin with one day, it is never a part of the statement. */
const columns: Readonly<Record<string, string>> = {
  properties: 'properties',
  traits: 'traits',
  context: 'context',
};
