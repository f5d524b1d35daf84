import type { AnalyticsApi } from './client/analytics/api';
import type { ServerAnalytics } from './server/analytics/server-analytics';

export type { AnalyticsApi, AnalyticsStatus } from './client/analytics/api';
export type { AnalyticsSettings } from './client/analytics/settings';
// With a star, as apps add to `AnalyticsEvents`: TypeScript merges with no name that is exported by itself.
export type * from './common/analytics/analytics-events';
export type { AnalyticsPlugin, PluginContext, PluginEvent } from './common/analytics/plugin';
export * from './server/main';

/**
 * Analytics, as apps have it on client and server: Meteor knows one set of
 * types for a package, and takes it from here; this file is never loaded. In
 * the browser there is always a person. On the server a call names one,
 * `{ userId }` or `{ anonymousId }`, or takes that of the method that runs;
 * the verbs, `flush` and `status` are all there is.
 */
export declare const Analytics: AnalyticsApi & ServerAnalytics;
