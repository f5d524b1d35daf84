import { RadiantError } from '../../common/errors';
import type { MetricName } from '../../common/metrics';
import { appDims, type Labels } from './app-dims';
import type { Recording } from './recording';

/** What values of a histogram are: durations in milliseconds, sizes in bytes, or numbers of something. */
export type HistogramUnit = 'ms' | 'bytes' | 'count';

/** Values whose distribution matters: percentiles are read from it. */
export interface HistogramHandle {
  /** Never throws: what is no finite number from 0 up is counted as a drop. */
  record(value: number): void;
}

export interface HistogramOptions {
  readonly unit: HistogramUnit;
  readonly labels?: Labels | undefined;
}

const metricOf: Readonly<Record<HistogramUnit, MetricName>> = {
  ms: 'app.duration',
  bytes: 'app.bytes',
  count: 'app.count',
};

export function createHistograms(recording: Recording) {
  return (name: string, options: HistogramOptions): HistogramHandle => {
    const dims = appDims(name, options?.labels);
    const metric = unitIn(options) ? metricOf[options.unit] : undefined;
    if (!metric) {
      throw new RadiantError(
        'metric-invalid',
        `${name}: a histogram needs { unit: 'ms' }, { unit: 'bytes' } or { unit: 'count' }`,
      );
    }
    return {
      record(value) {
        const { recorder } = recording;
        if (!recorder) return;
        if (Number.isFinite(value) && value >= 0) {
          recorder.record({ kind: 'metric', metric, dims, value });
        } else recorder.drop('invalid', 1);
      },
    };
  };
}

function unitIn(options: HistogramOptions | undefined): boolean {
  return typeof options?.unit === 'string' && Object.hasOwn(metricOf, options.unit);
}
