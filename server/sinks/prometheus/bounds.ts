import { explicitBounds } from '../../../common/explicit-bounds';
import type { MetricName } from '../../../common/metrics';

/** The metrics that have buckets. All other histograms are told as sum and count, for fewer series. */
const withBuckets: ReadonlySet<MetricName> = new Set<MetricName>([
  'method.duration',
  'method.queue',
  'publication.ready',
  'publication.queue',
  'job.duration',
  'http.server.duration',
  'http.client.duration',
  'db.duration',
  'db.pool.checkout',
  'oplog.lag',
  'changeStream.lag',
  'process.eventLoopDelay',
  'client.method.duration',
  'client.subscription.ready',
  'client.vital',
  'app.duration',
  'app.bytes',
  'app.count',
]);

/** The upper bounds of a metric's buckets, in the unit it is told in; undefined where it has none. */
export function boundsOf(metric: MetricName, unit: string): readonly number[] | undefined {
  return withBuckets.has(metric) ? explicitBounds(metric, unit) : undefined;
}
