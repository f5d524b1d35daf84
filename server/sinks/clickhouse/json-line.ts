/** Half of a surrogate pair, as `JSON.stringify` writes it; ClickHouse refuses it. */
const half = /\\ud[89a-f][0-9a-f]{2}/;

/** What rows have in common, for {@link lineOf}. */
export function headOf(common: object): string {
  return jsonOf(common).slice(0, -1);
}

/** A row as one line of JSON, behind what it has in common with others. */
export function lineOf(head: string, row: object): string {
  return `${head},${jsonOf(row).slice(1)}\n`;
}

function jsonOf(row: object): string {
  const json = JSON.stringify(row);
  return half.test(json) ? JSON.stringify(row, whole) : json;
}

function whole(_name: string, value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [wellFormed(name), of]));
}

function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** An object as JSON; without `args` where an app's opted-in arguments are none: a cycle, a bigint. */
export function jsonText(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    const { args: _args, ...rest } = value as { readonly args?: unknown };
    return JSON.stringify(rest);
  }
}
