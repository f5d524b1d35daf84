import type { Histogram } from '../../../common/histogram';
import { type Dims, type MetricName, metrics } from '../../../common/metrics';
import type { MetricSample } from '../../../common/sample';
import type { SeriesTable } from './series-table';

interface Slot {
  readonly metric: MetricName;
  readonly histogram: Histogram;
  readonly generation: number;
}

/**
 * Turns values of any metric into series. Histograms are found by the identity
 * of their dimensions: whoever records many keeps the object.
 */
export function aggregateMetrics(table: SeriesTable): (sample: MetricSample) => void {
  const slots = new WeakMap<Dims, Slot>();

  function histogramOf(metric: MetricName, dims: Dims): Histogram {
    const known = slots.get(dims);
    if (known && known.metric === metric && known.generation === table.generation) {
      return known.histogram;
    }
    const histogram = table.histogram(metric, dims);
    slots.set(dims, { metric, histogram, generation: table.generation });
    return histogram;
  }

  return ({ metric, dims, value }) => {
    const { kind } = metrics[metric];
    if (kind === 'histogram') {
      histogramOf(metric, dims).record(value);
      return;
    }
    const cell = table.number(metric, dims);
    cell.value = kind === 'counter' ? cell.value + value : value;
    cell.touched = true;
  };
}
