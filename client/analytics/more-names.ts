import type { AnalyticsApi } from './api';
import type { AnalyticsParts } from './parts';

/** Calls that come with the first of them: the names that there are, and those that say what to use instead. */
export const moreNames =
  'trackLink trackForm trackClick trackSubmit pageview timeout init initialize addSourceMiddleware addDestinationMiddleware use add addIntegration addIntegrationMiddleware push normalize noConflict trackEventWhenReady trackPageWhenReady identifyWhenReady testKit';

/** Gives the API the calls that `more-calls.ts` has, in the order in which they are made. */
export function addMoreCalls(
  api: AnalyticsApi,
  later: AnalyticsParts['later'],
  warn: (line: string) => void,
): void {
  let loaded: Promise<(name: string, given: readonly unknown[]) => unknown> | undefined;
  for (const name of moreNames.split(' ')) {
    (api as unknown as Record<string, unknown>)[name] = (...given: unknown[]) => {
      loaded ||= later.moreCalls().then(({ createMoreCalls }) => createMoreCalls(api, warn));
      return loaded.then((call) => call(name, given), warn);
    };
  }
}
