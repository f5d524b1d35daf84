/** Values of a query's parameters by name. */
export type Parameters = Readonly<Record<string, string | number>>;

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
};

/**
 * A parameter as it stands in the address: ClickHouse reads it as a field of
 * tab-separated values.
 * https://clickhouse.com/docs/interfaces/http#tabs-in-url-parameters
 */
export function parameterText(value: string | number): string {
  if (typeof value === 'number') return String(value);
  return value.replace(/[\\\t\n\r\0\b\f]/g, (character) => escapes[character] ?? character);
}
