import type { Attributes } from './export-attributes';
import { appMetrics, type ExportName, exportNames } from './export-names';
import { type Dims, type MetricName, metrics } from './metrics';

/** What one series is called outside, and what its values are multiplied by. */
export interface ExportSeries {
  readonly name: string;
  readonly unit: ExportName['unit'];
  readonly attributes: Attributes;
  /** 0.001 for milliseconds, which become seconds; else 1. */
  readonly factor: number;
}

/** The outside name of a series; `undefined` for one that another metric tells. */
export function exportSeries(metric: MetricName, dims: Dims): ExportSeries | undefined {
  const factor = metrics[metric].unit === 'ms' ? 0.001 : 1;
  if (appMetrics.has(metric)) return { ...appSeries(metric, dims), factor };
  const known = exportNames[metric];
  if (!known) return undefined;
  const attributes: Record<string, string | number | boolean> = { ...known.constant };
  for (const dim in known.attributes) {
    const value = dims[dim];
    if (value !== undefined) Object.assign(attributes, known.attributes[dim]?.(value));
  }
  return { name: known.name, unit: known.unit, attributes, factor };
}

const appUnits = { ms: 's', bytes: 'By', count: '{item}', ratio: '1' } as const;

function appSeries(metric: MetricName, { name = '', labels = '' }: Dims) {
  const attributes = Object.fromEntries(new URLSearchParams(labels));
  return { name, unit: appUnits[metrics[metric].unit], attributes };
}
