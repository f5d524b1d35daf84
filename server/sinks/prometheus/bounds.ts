import type { MetricName } from '../../../common/metrics';

/**
 * Upper bounds of explicit buckets, in seconds: those that OpenTelemetry's
 * conventions name for calls, requests and database operations.
 */
const calls = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const database = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
const sizes = Array.from({ length: 11 }, (_, at) => 4 ** (at + 1));

/** The metrics that have buckets. All other histograms are told as sum and count, for fewer series. */
export const bucketBounds: ReadonlyMap<MetricName, readonly number[]> = new Map<
  MetricName,
  readonly number[]
>([
  ['method.duration', calls],
  ['method.queue', calls],
  ['publication.ready', calls],
  ['publication.queue', calls],
  ['job.duration', [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600]],
  ['http.server.duration', calls],
  ['http.client.duration', calls],
  ['db.duration', database],
  ['db.pool.checkout', database],
  ['oplog.lag', calls],
  ['changeStream.lag', calls],
  ['process.eventLoopDelay', database],
  ['app.duration', calls],
  ['app.bytes', sizes],
  ['app.count', sizes],
]);
