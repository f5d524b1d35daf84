/**
 * The name of a family, by the rules for turning OpenTelemetry's names into
 * Prometheus': other characters become `_`, the unit is written out, counters
 * end with `_total`, shares with `_ratio`. The `_total` is not in here: formats
 * differ in where they want it.
 */
export function familyName(name: string, unit: string, kind: 'counter' | 'gauge' | 'histogram') {
  const plain = name.replace(/[^a-zA-Z0-9_:]+/g, '_').replace(/^(?=\d)/, '_');
  const base = kind === 'counter' ? plain.replace(/_total$/, '') : plain;
  const suffix = unit === '1' && kind !== 'gauge' ? undefined : written[unit];
  return suffix === undefined || base.endsWith(`_${suffix}`) ? base : `${base}_${suffix}`;
}

const written: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes', 1: 'ratio' };

/** The unit of a family, as OpenMetrics names it; its name ends with it. */
export function unitOf(family: string): string | undefined {
  return Object.values(written).find((unit) => family.endsWith(`_${unit}`));
}

/** A label's name: as a family's, without colons, and not one of Prometheus' own. */
export function labelName(name: string): string {
  const plain = name.replace(/[^a-zA-Z0-9_]+/g, '_').replace(/^(?=\d)/, '_');
  return plain.startsWith('__') ? `label${plain}` : plain || '_';
}

/** `{name="value"}`, sorted by name; empty without labels. Of two with one name the later wins. */
export function labelText(attributes: Readonly<Record<string, string | number | boolean>>): string {
  const labels = new Map<string, string>();
  for (const name in attributes) labels.set(labelName(name), escaped(String(attributes[name])));
  if (labels.size === 0) return '';
  const sorted = [...labels].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, value]) => `${name}="${value}"`).join(',')}}`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (one) => escapes[one] ?? one);
}
