import once from 'lodash/once';
import type { AlertsAnswer } from '../common/alerts-answer';
import { RadiantError } from '../common/errors';
import { mapValues } from '../common/map-values';
import { type Options, resolveOptions, type UserOptions } from '../common/options';
import type { Sink } from '../common/sink';
import type { Status } from '../common/status';
import type { Undo } from '../common/undo';
import { version } from '../common/version';
import { accessFor } from './access-for';
import { type Agent, startAgent } from './agent';
import { dashboardUrl } from './alert-links';
import { findAppMongo } from './app-mongo';
import { chooseSinks } from './choose-sinks';
import type { ProfileOptions } from './cpu/profile-options';
import type { ProfileReport } from './cpu/profiler';
import { type CustomApi, createCustomApi } from './custom/custom-api';
import { createMontiCalls, type MontiCalls } from './custom/monti-calls';
import { createRecording } from './custom/recording';
import { createJobApi, type JobApi } from './job-api';
import type { MeteorApp } from './meteor';
import { type CollectorMount, createCollectorMount } from './mount-collector';
import { createDashboardMount } from './mount-dashboard';
import { createPrometheusMount } from './mount-prometheus';
import { createQueryApiMount } from './mount-query-api';
import { noticeMonti } from './notice-monti';
import { withOkgrow } from './okgrow-forwarding';
import { createReadApi, type ReadApi } from './read-api';
import { findResource } from './resource';
import { type ShownSetting, shownSettings } from './shown-settings';
import { deliverAtShutdown, type ShutdownProcess } from './shutdown';
import { type Alerts, alertsOff, startAlerts } from './start-alerts';

/** What apps use: `import { Radiant } from 'meteor/radiant:agent'`. */
export interface Radiant extends CustomApi, MontiCalls, JobApi, ReadApi {
  /**
   * Starts the agent with `options`, which win over environment and settings.
   * Radiant starts by itself when the package loads; calling this is only
   * needed to pass in what settings cannot hold (own sinks, `authorize`). It
   * then replaces the agent that started by itself: at once, and without a gap
   * in the hooks' order.
   *
   * @throws {RadiantError} `options-invalid` naming each option that cannot be
   *   used; `already-started` when an earlier call started it.
   */
  start(options?: UserOptions): void;

  /**
   * Takes every hook out at once and resolves when what was recorded has been
   * delivered, or `shutdownTimeoutMs` has passed. Harmless when not running.
   */
  stop(): Promise<void>;

  /** How the agent is: hooks, sinks, losses. */
  status(): Status;

  /**
   * What fires, which rules there are and how they are, who evaluates, and how
   * notifications went. Where alerts are off it says why, and how to switch them on.
   */
  alerts(): Promise<AlertsAnswer>;

  /** Closes the current window and resolves once every sink has had it. */
  flush(): Promise<void>;

  /**
   * Takes a CPU profile of this process and says whose the time was: methods,
   * publications, observers. Server code only: nothing lets a client call it,
   * and no method should. One at a time, ten seconds apart. `profile` of the
   * report, as JSON, is a `.cpuprofile` file.
   *
   * @throws {RadiantError} (as a rejection) `not-started`, `profile-invalid`,
   *   `profile-busy` or `profile-unavailable`.
   */
  profile(options: ProfileOptions): Promise<ProfileReport>;
}

export interface RadiantEnvironment {
  readonly app: MeteorApp;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly warn: (message: string) => void;
  /** Whose end is listened for; absent where nobody's is. */
  readonly process?: ShutdownProcess;
  /** Where the collector is mounted; made here unless somebody else needs it, too. */
  readonly collector?: CollectorMount;
}

type StartedBy = 'itself' | 'app';

/** Makes the public object, and starts the agent unless it is switched off. */
export function createRadiant(environment: RadiantEnvironment): Radiant {
  const { app, env, warn, process, collector = createCollectorMount({ app, env }) } = environment;
  let agent: Agent | undefined;
  let startedBy: StartedBy | undefined;
  let lastStatus: Status | undefined;
  let effective: readonly ShownSetting[] = [];
  let alerts: Alerts = alertsOff(notRunning);
  let unlisten: Undo | undefined;
  /** Of agents that were stopped, and may not be done yet. */
  let halting: Promise<unknown> = Promise.resolve();

  const recording = createRecording();
  const custom = createCustomApi(recording);
  const jobs = createJobApi(() => agent);

  function status(): Status {
    const current = agent?.status() ?? lastStatus ?? neverRan;
    const served = { api: queryApi, collector, dashboard };
    return { ...current, hooks: { ...current.hooks, ...mapValues(served, (one) => one.status()) } };
  }
  const prometheus = createPrometheusMount({ app });
  const queryApi = createQueryApiMount({
    ...{ app, warn, status, agent: () => agent, settings: () => effective },
    alerts: () => alerts.answer(),
  });
  const dashboard = createDashboardMount({ app, env, warn });

  const running = (): Agent => {
    if (agent) return agent;
    throw new RadiantError('not-started', 'the agent is not running; call Radiant.start() first');
  };

  function launch(given: UserOptions, by: StartedBy): void {
    const settings = withOkgrow(app.settings, app.publicSettings, env);
    const resolved = resolveOptions({ settings, env, given });
    const mongo = () => findAppMongo(app.internals, env);
    const sinks = chooseSinks(resolved, { warn, mongo });
    const replaced = agent;
    unlisten?.();
    if (replaced) halt(replaced).catch(() => undefined);
    if (!resolved.enabled) return;
    const resource = findResource({
      env,
      options: resolved,
      meteorRelease: app.release,
      gitCommitHash: app.gitCommitHash,
    });
    effective = shownSettings({ settings, env, given });
    agent = startAgent({
      meteor: app.internals,
      options: resolved,
      sinks,
      resource,
      version,
      warn,
    });
    startedBy = by;
    alerts = startAlerts({
      ...{ agent, options: resolved, sinks, resource, mongo, warn },
      packages: app.internals.packages,
      dashboardUrl: dashboardUrl(resolved, env),
    });
    if (process && resolved.signals) unlisten = deliverAtShutdown({ process, deliver });
    recording.attach(agent.recorder);
    jobs.attach(agent);
    collector.open(resolved, agent);
    serve(resolved, sinks.sinks);
  }

  function serve(options: Options, sinks: readonly Sink[]): void {
    // Made where something is served, as it may have to warn; one, so that failures count together.
    const access = once(() => accessFor(options, { app, env, warn }));
    queryApi.open(options, access);
    prometheus.open(options, sinks, access);
    const others = [collector, queryApi, prometheus].flatMap((mount) => mount.paths());
    dashboard.open(options, access, others);
  }

  async function deliver(): Promise<void> {
    await Promise.all([agent?.deliver(), alerts.resign(), halting]);
  }

  async function halt(halted: Agent): Promise<void> {
    agent = undefined;
    startedBy = undefined;
    collector.close();
    for (const mount of [queryApi, prometheus, dashboard]) mount.close();
    const ended = alerts.stop();
    alerts = alertsOff(notRunning);
    const delivered = Promise.all([halted.stop(), ended]);
    recording.detach(); // once the last window has been collected
    lastStatus = halted.status();
    halting = Promise.allSettled([halting, delivered]).then(() => undefined); // or each would keep the last
    await delivered;
    lastStatus = halted.status();
  }

  function startByItself(): void {
    try {
      launch({}, 'itself');
    } catch (error) {
      // A monitor that cannot be set up must not keep the app from starting.
      const why = error instanceof Error ? error.message : String(error);
      const end = /[.?!]$/.test(why) ? '' : '.';
      warn(`${why}${end} Radiant is off; the app is not affected.`);
    }
  }

  const radiant: Radiant = {
    start(given = {}) {
      if (startedBy === 'app') {
        throw new RadiantError('already-started', 'it runs already; call Radiant.stop() first');
      }
      launch(given, 'app');
    },
    async stop() {
      unlisten?.();
      if (agent) await halt(agent);
    },
    status,
    alerts: () => alerts.answer(),
    flush: async () => running().flush(),
    ...createReadApi(() => running().reader()),
    profile: async (options) => running().profile(options),
    ...custom,
    ...createMontiCalls(recording, custom),
    job: jobs.job,
    watchJobs: jobs.watchJobs,
  };

  startByItself();
  if (agent) {
    const { settingNames = [], internals } = app;
    noticeMonti({ settingNames, env, packages: internals.packages, warn });
  }
  return radiant;
}

const notRunning = 'The agent is not running.';

const neverRan: Status = {
  running: false,
  version,
  hooks: {},
  sinks: {},
  drops: {},
  series: 0,
  batches: 0,
};
