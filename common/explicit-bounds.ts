import type { MetricName } from './metrics';

/**
 * Upper bounds of buckets for formats that know no others, in seconds, bytes or
 * pieces: those that OpenTelemetry's conventions name for calls, requests and
 * database operations.
 */
const calls = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const database = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
const lifetimes = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400];
const layoutShifts = [10, 25, 50, 100, 150, 250, 400, 600, 1_000];
const sizes = Array.from({ length: 11 }, (_, at) => 4 ** (at + 1));

const byMetric: Readonly<Partial<Record<MetricName, readonly number[]>>> = {
  'db.duration': database,
  'db.pool.checkout': database,
  'method.db': database,
  'method.cpu': database,
  'process.eventLoopDelay': database,
  'process.gc': database,
  'publication.lifetime': lifetimes,
  'ddp.sessionLifetime': lifetimes,
  'client.connection.downtime': lifetimes,
  'client.layoutShift': layoutShifts,
  'job.duration': lifetimes,
  'job.cpu': lifetimes,
  'job.db': lifetimes,
};

/** The bounds of a histogram; `metric` is undefined for figures of observers. */
export function explicitBounds(metric: MetricName | undefined, unit: string): readonly number[] {
  const own = metric && byMetric[metric];
  return own ?? (unit === 's' ? calls : sizes);
}
