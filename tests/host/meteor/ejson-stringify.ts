/** How `EJSON.stringify` writes its JSON. */
export interface StringifyOptions {
  /** Sorts the keys of every object. */
  readonly canonical?: boolean;
  /** Spaces per level, or the indent itself; `true` means two spaces. */
  readonly indent?: boolean | number | string;
}

/** Writes a JSON value in canonical key order or indented, as asked. */
export function canonicalStringify(value: unknown, options: StringifyOptions): string | undefined {
  const { canonical = false } = options;
  return JSON.stringify(canonical ? sorted(value) : value, null, indentOf(options.indent));
}

function indentOf(indent: StringifyOptions['indent']): number | string {
  if (indent === true) return 2;
  return indent || 0;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
