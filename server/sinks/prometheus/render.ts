import type { Sliced } from '../../../common/in-slices';
import type { Resource } from '../../../common/resource';
import type { Cell, Exemplar, Family, HistogramCell } from './cells';
import { labelText, unitOf } from './family-name';

/** The text format of Prometheus, 0.0.4, or OpenMetrics, 1.0. */
export type Format = 'text' | 'openmetrics';

/** All families as text, in parts. */
export function* render(
  families: ReadonlyMap<string, Family>,
  resource: Resource | undefined,
  format: Format,
): Sliced<string> {
  const parts: string[] = resource ? [targetInfo(resource, format)] : [];
  for (const family of families.values()) {
    parts.push(headOf(family, format));
    for (const cell of family.cells.values()) {
      parts.push(linesOf(family, cell, format));
      yield;
    }
  }
  if (format === 'openmetrics') parts.push('# EOF\n');
  return parts.join('');
}

/** Who sends, as Prometheus wants it: one series whose labels are the resource. */
function targetInfo(resource: Resource, format: Format): string {
  const labels = labelText({
    'service.name': resource.service,
    'service.version': resource.release,
    'service.instance.id': resource.instance,
    'deployment.environment.name': resource.environment,
    'host.name': resource.host,
    'meteor.release': resource.meteorRelease,
    'process.runtime.version': resource.nodeVersion,
  });
  const [family, type] = format === 'text' ? ['target_info', 'gauge'] : ['target', 'info'];
  const help = 'The process that is scraped.';
  return `# HELP ${family} ${help}\n# TYPE ${family} ${type}\ntarget_info${labels} 1\n`;
}

function headOf(family: Family, format: Format): string {
  const name =
    family.kind === 'counter' && format === 'text' ? `${family.name}_total` : family.name;
  const unit = format === 'openmetrics' ? unitOf(family.name) : undefined;
  return (
    `# HELP ${name} ${family.help.replace(/\\/g, '\\\\').replace(/\n/g, ' ')}\n` +
    `# TYPE ${name} ${typeOf(family)}\n${unit ? `# UNIT ${name} ${unit}\n` : ''}`
  );
}

const typeOf = ({ kind, bounds }: Family) => (kind === 'histogram' && !bounds ? 'summary' : kind);

function linesOf(family: Family, cell: Cell, format: Format): string {
  const { name, kind } = family;
  if (cell.kind === 'number') {
    const sample = kind === 'counter' ? `${name}_total` : name;
    return `${sample}${cell.labels} ${numberText(cell.value)}\n`;
  }
  const buckets = family.bounds ? bucketLines(family.bounds, name, cell, format) : '';
  return (
    `${buckets}${name}_sum${cell.labels} ${numberText(cell.sum)}\n` +
    `${name}_count${cell.labels} ${cell.count}\n`
  );
}

function bucketLines(
  bounds: readonly number[],
  name: string,
  { labels, buckets, exemplars }: HistogramCell,
  format: Format,
): string {
  let text = '';
  let sum = 0;
  for (let at = 0; at <= bounds.length; at++) {
    sum += buckets[at] ?? 0;
    const bound = bounds[at];
    const le = `le="${bound === undefined ? '+Inf' : boundText(bound, format)}"`;
    const all = labels === '' ? `{${le}}` : `${labels.slice(0, -1)},${le}}`;
    const exemplar = format === 'openmetrics' ? exemplarText(exemplars.get(at)) : '';
    text += `${name}_bucket${all} ${sum}${exemplar}\n`;
  }
  return text;
}

function exemplarText(exemplar: Exemplar | undefined): string {
  if (!exemplar) return '';
  const { traceId, value, at } = exemplar;
  return ` # {trace_id="${traceId}"} ${numberText(value)} ${at.toFixed(3)}`;
}

/** OpenMetrics wants bounds that are whole numbers written as `1.0`. */
function boundText(bound: number, format: Format): string {
  return format === 'openmetrics' && Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
