import { isDeepStrictEqual } from 'node:util';
import type { AlertMeasure, MetricRule } from '../../common/alert';
import { measureUnit } from '../../common/alert-measure';
import { exportNames } from '../../common/export-names';
import { familyName, labelName } from '../../server/sinks/prometheus/family-name';

/** An entry of a rule file of Prometheus. */
export interface PrometheusRule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: { readonly severity?: string };
}

/** In what a rule of Prometheus, recordings written out, is not what one of Radiant's says. */
export function promqlDifferences(rule: MetricRule, written: PrometheusRule): string[] {
  const { expr } = written;
  const isAbsent = rule.condition === 'absent';
  const pairs: Readonly<Record<string, readonly [unknown, unknown]>> = {
    severity: [written.labels?.severity, rule.severity],
    for: [msOf(written.for), rule.forMs],
    keepFiring: [msOf(written.keep_firing_for), rule.keepFiringMs],
    windows: [
      [...new Set(found(expr, /\[(\w+)\]/g).map(msOf))],
      isAbsent ? [rule.windowMs, rule.lookbackMs] : [rule.windowMs],
    ],
    limits: [found(expr, / > ([\d.]+)/g).map(Number), limitsOf(rule)],
    quantiles: [found(expr, /histogram_quantile\(([\d.]+)/g).map(Number), quantilesOf(rule)],
    values: [found(expr, /(!?="[^"]*")/g).sort(), valuesOf(rule).sort()],
    by: [byOf(expr) ?? rule.by, rule.by.map((dimension) => labelOf(rule, dimension))],
  };
  const differing = Object.entries(pairs).filter(([name, [is, wanted]]) => {
    // Without `by` the labels stay as they come: those of the series.
    return !(name === 'by' && byOf(expr) === undefined) && !isDeepStrictEqual(is, wanted);
  });
  const missing = measuresOf(rule)
    .map(storedName)
    .filter((name) => !expr.includes(name));
  return [...differing.map(([name]) => name), ...missing];
}

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, part = '']) => part);
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

function msOf(width: string | undefined): number {
  if (width === undefined) return 0;
  const [, count, unit = ''] = /^(\d+)([smh])$/.exec(width) ?? [];
  return Number(count) * (unitMs[unit] ?? Number.NaN);
}

/** In the base units of Prometheus. */
function limitsOf({ condition, threshold, over, provided, ...rule }: MetricRule): number[] {
  if (condition === 'absent') return [];
  const isTime = !over && measureUnit(rule) === 'ms';
  return [isTime ? threshold / 1_000 : threshold, ...(provided ? [provided.above] : [])];
}

function quantilesOf({ stat }: AlertMeasure): number[] {
  return stat.startsWith('p') ? [Number(stat.slice(1)) / 100] : [];
}

function valuesOf(rule: MetricRule): string[] {
  const wanted = measuresOf(rule).flatMap(({ dims = {} }) => Object.values(dims));
  const except = Object.values(rule.except ?? {}).flat();
  return [...wanted.map((value) => `="${value}"`), ...except.map((value) => `!="${value}"`)];
}

function measuresOf(rule: MetricRule): AlertMeasure[] {
  return [rule, rule.over, rule.provided].flatMap((one) => (one ? [one] : []));
}

/** Of what one alert comes, but for the job, which is the app. */
function byOf(expr: string): string[] | undefined {
  const [first] = found(expr, / by \(([^)]*)\)/g);
  return first?.split(', ').filter((label) => label !== 'job' && label !== 'le');
}

/** What Prometheus has of a metric; of calls, which are counted by their duration. */
function exportOf({ metric }: AlertMeasure) {
  return exportNames[metric === 'method.calls' ? 'method.duration' : metric];
}

function storedName(measure: AlertMeasure): string {
  const exported = exportOf(measure);
  return exported ? familyName(exported.name, exported.unit, 'gauge') : measure.metric;
}

function labelOf(measure: AlertMeasure, dimension: string): string {
  if (dimension === 'resource.instance') return 'instance';
  const attributes = exportOf(measure)?.attributes[dimension]?.('x') ?? {};
  return labelName(Object.keys(attributes)[0] ?? dimension);
}
