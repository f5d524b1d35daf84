import { exportSeries } from '../../../common/export-series';
import type { Dims, MetricName } from '../../../common/metrics';
import type { Trace } from '../../../common/trace';
import type { Family } from './cells';
import { familyName, labelText } from './family-name';

/** Hangs traces that were kept on the buckets that hold their durations. */
export function noteExemplars(
  families: ReadonlyMap<string, Family>,
  traces: readonly Trace[],
): void {
  for (const trace of traces) {
    const series = seriesOf(trace);
    if (series) noteExemplar(families, trace, series);
  }
}

type SeriesKey = readonly [metric: MetricName, dims: Dims];

/** The series that counted the duration of a trace; `undefined` where its dimensions are not in it. */
function seriesOf({ kind, name, outcome, ddp }: Trace): SeriesKey | undefined {
  const origin = ddp === undefined ? 'server' : 'client';
  if (kind === 'method') return ['method.duration', { name, origin, outcome }];
  if (kind === 'publication') return ['publication.ready', { name }];
  return kind === 'job' ? ['job.duration', { name }] : undefined;
}

function noteExemplar(
  families: ReadonlyMap<string, Family>,
  { traceId, at, durationMs }: Trace,
  [metric, dims]: SeriesKey,
): void {
  const exported = exportSeries(metric, dims);
  if (!exported) return;
  const { name, unit, attributes, factor } = exported;
  const family = families.get(familyName(name, unit, 'histogram'));
  const cell = family?.cells.get(labelText(attributes));
  if (!family?.bounds || cell?.kind !== 'histogram') return;
  const value = durationMs * factor;
  const above = family.bounds.findIndex((bound) => value <= bound);
  const bucket = above < 0 ? family.bounds.length : above;
  if ((cell.buckets[bucket] ?? 0) === 0) return; // it was counted under another bound, by rounding
  cell.exemplars.set(bucket, { traceId, value, at: at / 1000 });
}
