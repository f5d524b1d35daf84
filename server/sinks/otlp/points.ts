import type { Batch } from '../../../common/batch';
import type { Attributes } from '../../../common/export-attributes';
import { observerAttributes, observerExports } from '../../../common/export-observers';
import { exportSeries } from '../../../common/export-series';
import type { HistogramState } from '../../../common/histogram';
import { type MetricName, metrics } from '../../../common/metrics';

/** One figure of a batch on its way out. */
export interface Point {
  readonly name: string;
  readonly unit: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly attributes: Attributes;
  readonly value: number | HistogramState;
  /** 0.001 for milliseconds, which become seconds; else 1. */
  readonly factor: number;
  /** What it is within Radiant; undefined for figures of observers. */
  readonly metric: MetricName | undefined;
}

/** All figures of a batch, one by one. */
export function* pointsOf({ series, observers = [] }: Batch): Generator<Point, void> {
  for (const { metric, dims, kind, value } of series) {
    const exported = exportSeries(metric, dims);
    if (!exported) continue;
    yield { ...exported, metric, kind, value, help: metrics[metric].help };
  }
  for (const entry of observers) {
    const own = observerAttributes(entry);
    for (const { figure, attributes, ...rest } of observerExports) {
      const value = entry[figure];
      if (value === undefined) continue;
      yield { ...rest, attributes: { ...own, ...attributes }, value, metric: undefined };
    }
  }
}
