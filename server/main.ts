import { createAppAnalytics } from './app-analytics';
import { findMeteor } from './meteor';
import { createCollectorMount } from './mount-collector';
import { createRadiant } from './radiant';

export type { Alert, AlertRule } from '../common/alert';
export type { AlertNotification, Notify } from '../common/alert-notification';
export type { AlertsAnswer } from '../common/alerts-answer';
export type { AnalyticsEvent } from '../common/analytics/event';
export type { Batch, Series } from '../common/batch';
export { RadiantError } from '../common/errors';
export type { Finding } from '../common/finding';
export type { ForgetQuery, Forgotten } from '../common/forget';
export type { FindingsReport, ObserversReport, ReportedObserver } from '../common/load-report';
export type { UserOptions } from '../common/options';
export type { AnalyticsAnswer, AnalyticsQuery, AnswerTo } from '../common/read-analytics';
export type { ErrorsAnswer, ErrorsQuery, ReadErrorGroup } from '../common/read-errors';
export type { EventsAnswer, EventsQuery, ReadEvent } from '../common/read-events';
export type { LogsAnswer, LogsQuery, ReadLog } from '../common/read-logs';
export type { ReadTrace, TracesAnswer, TracesQuery } from '../common/read-traces';
export type { ReadAnswer, Reader, ReadQuery } from '../common/reader';
export { PartlyTakenError, RetryableError, type Sink } from '../common/sink';
export type { Status } from '../common/status';
export type {
  AnalyticsStatus,
  EventOptions,
  ServerAnalytics,
} from './analytics/server-analytics';
export type { ProfileOptions } from './cpu/profile-options';
export type { ProfileReport } from './cpu/profiler';
export type { Labels } from './custom/app-dims';
export type { Counter } from './custom/counters';
export type { ErrorOptions } from './custom/custom-api';
export type { Gauge, GaugeOptions, ReadGaugeOptions } from './custom/gauges';
export type { HistogramHandle, HistogramOptions } from './custom/histograms';
export type { SpanOptions } from './custom/spans';
export type { Radiant as RadiantApi } from './radiant';
export type { LoadQuery } from './read-load';

const environment = {
  app: findMeteor(),
  env: process.env,
  process,
  // biome-ignore lint/suspicious/noConsole: a package's only way to reach the operator
  warn: (message: string) => console.warn(`[radiant] ${message}`),
};
const collector = createCollectorMount(environment);

/** The agent. It starts when the package loads, unless `enabled` is false. */
export const Radiant = createRadiant({ ...environment, collector });

/** Analytics on the server: events about people, as in the browser. */
export const Analytics = createAppAnalytics({ ...environment, collector, radiant: Radiant });
