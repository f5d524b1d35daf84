import type { AnalyticsApi } from './analytics/api';
import { createAnalytics } from './analytics/create-analytics';
import { later } from './analytics/later';
import { features } from './features';
import { findMeteor } from './meteor';

export type { AnalyticsPlugin } from '../common/analytics/plugin';
export type { AnalyticsApi, AnalyticsStatus } from './analytics/api';
export type { AnalyticsSettings } from './analytics/settings';

const found = findMeteor();
const core = createAnalytics({
  ...found,
  browser: window,
  later,
  now: () => performance.now(),
  wallNow: () => Date.now(), // looked up at each call, as tests replace it
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  // biome-ignore lint/suspicious/noConsole: a package's only way to reach the developer
  warn: (line) => console.warn(`[radiant] ${line}`),
  // biome-ignore lint/suspicious/noConsole: asked for with `debug`
  log: (name, detail) => console.log('[radiant]', name, detail),
});

/** Analytics in the browser. Calls are taken from now on, and sent once start-up is over. */
export const Analytics: AnalyticsApi = core.api;

const { globalName } = core.settings;
if (globalName) Object.assign(globalThis, { [globalName]: Analytics });

found.startup(async () => {
  if (!found.settings && found.okgrowSettings) {
    await import('./okgrow').then(
      ({ readOkgrow }) => readOkgrow(core, found.okgrowSettings),
      () => undefined, // without it the start goes on as without that block
    );
  }
  const { entries, late } = features(found, core.settings);
  await core.start(entries, late);
});

/** `Radiant` exists only on the server, and says so here instead of being undefined. */
export const Radiant = new Proxy(
  {},
  {
    get(_target, key) {
      throw new Error(`Radiant.${String(key)} exists on the server only`);
    },
  },
);
