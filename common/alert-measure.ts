import type { AlertMeasure } from './alert';
import { type MetricName, metricDefinition, metrics, type Unit } from './metrics';
import type { Stat } from './reader';

/** What a reader is asked for. The count of a histogram is its rate × the window. */
export function readerStat({ metric, stat }: Pick<AlertMeasure, 'metric' | 'stat'>): Stat {
  if (stat !== 'count') return stat;
  const kind = metricDefinition(metric)?.kind;
  if (kind === 'counter') return 'sum';
  return kind === 'histogram' ? 'rate' : (stat as Stat); // which a reader refuses of a gauge
}

/** Factor from what a reader answers to the figure. */
export function readerFactor({ metric, stat }: AlertMeasure, windowMs: number): number {
  return stat === 'count' && readerStat({ metric, stat }) === 'rate' ? windowMs / 1_000 : 1;
}

/** Whether what did not happen is 0, and not unknown. */
export function isZeroWithoutRow({ stat, metric }: AlertMeasure): boolean {
  const asked = readerStat({ metric, stat });
  return asked === 'rate' || asked === 'sum';
}

/** What the figure is in: of counts and of the rate of a histogram `count`, else the metric's unit. */
export function measureUnit({ metric, stat }: AlertMeasure): Unit {
  const { kind, unit } = metrics[metric satisfies MetricName];
  return kind === 'histogram' && (stat === 'rate' || stat === 'count') ? 'count' : unit;
}
