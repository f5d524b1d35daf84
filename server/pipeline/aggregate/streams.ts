import type { Histogram } from '../../../common/histogram';
import type { MetricName } from '../../../common/metrics';
import type { StreamSource } from '../../../common/mongo-streams';
import type { StreamSample } from '../../../common/sample';
import { byName } from './by-name';
import type { NumberCell, SeriesTable } from './series-table';

/** The series of one collection's stream. */
interface StreamCells {
  /** `_OTHER` for all that is beyond the limit. */
  readonly collection: string;
  events?: NumberCell;
  lag?: Histogram;
}

const metricsOf = {
  oplog: { events: 'oplog.entries', lag: 'oplog.lag' },
  changeStream: { events: 'changeStream.events', lag: 'changeStream.lag' },
} as const satisfies Record<StreamSource, Readonly<Record<'events' | 'lag', MetricName>>>;

/** Turns what streams deliver into series. */
export function aggregateStreams(table: SeriesTable): (sample: StreamSample) => void {
  const create = (collection: string): StreamCells => ({ collection });
  const cellsOf = { oplog: byName(table, create), changeStream: byName(table, create) };

  return ({ source, collection: name, lagMs }) => {
    const cells = cellsOf[source](name);
    const { collection } = cells;
    cells.events ??= table.number(metricsOf[source].events, { collection });
    cells.events.value++;
    cells.events.touched = true;
    if (lagMs === undefined) return;
    cells.lag ??= table.histogram(metricsOf[source].lag, { collection });
    cells.lag.record(lagMs);
  };
}
