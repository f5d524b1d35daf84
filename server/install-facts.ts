import type { MetricName } from '../common/metrics';
import type { Recorder } from '../common/recorder';
import type { Counts, OwnCounts } from './hooks/facts-counts';
import type { HookRegistry } from './hooks/hook-registry';
import { factsOf } from './hooks/read-facts';
import { watchFacts } from './hooks/watch-facts';
import type { InstrumentOptions, MeteorInternals } from './install-instruments';
import type { ObserversInstrument } from './instruments/observers/instrument-observers';

/** Where Radiant's own counts come from. */
export interface CountSources {
  /** Absent when observers are not recorded. */
  readonly observers: ObserversInstrument | undefined;
  /** Of `publication.active`. */
  readonly subscriptions: GaugeTap;
}

/** A recorder, and what was told of one gauge through it. */
export interface GaugeTap {
  readonly recorder: Recorder;
  /** The sum over its series since the last call. */
  take(): number;
}

export function tapGauge(recorder: Recorder, metric: MetricName): GaugeTap {
  let sum = 0;
  return {
    recorder: {
      ...recorder,
      record(sample) {
        if (sample.kind === 'metric' && sample.metric === metric) sum += sample.value;
        recorder.record(sample);
      },
    },
    take() {
      const taken = sum;
      sum = 0;
      return taken;
    },
  };
}

const knownDrivers: ReadonlySet<string> = new Set(['oplog', 'polling', 'changeStream']);

/**
 * Compares Meteor's own counts with Radiant's, in apps with the package
 * facts-base. Call it last: instruments tell their gauges in the order of
 * their installation. What is measured in part is not compared.
 */
export function installFacts(
  meteor: MeteorInternals,
  { instruments }: InstrumentOptions,
  hooks: HookRegistry,
  recorder: Recorder,
  { observers, subscriptions }: CountSources,
): void {
  if (meteor.facts === undefined) return;
  let hasForeignDrivers = false;

  function ddpCounts(): Counts {
    const { sessions } = meteor.server as { readonly sessions?: { readonly size: number } };
    const active = subscriptions.take();
    return {
      ...(instruments.sessions && sessions && { sessions: sessions.size }),
      ...(hooks.status().publications?.state === 'ok' && { subscriptions: active }),
    };
  }

  function counts(): OwnCounts {
    const observed = observers?.counts();
    if (!observed) return { live: ddpCounts(), opening: 0, failed: 0, hasForeignDrivers };
    const { handles, multiplexers, drivers, opening, failed } = observed;
    hasForeignDrivers ||= Object.keys(drivers).some((name) => !knownDrivers.has(name));
    const { oplog: oplogDrivers = 0, polling: pollingDrivers = 0 } = drivers;
    const live = { ...ddpCounts(), handles, multiplexers, oplogDrivers, pollingDrivers };
    return { live, opening, failed, hasForeignDrivers };
  }

  hooks.install('facts', () =>
    watchFacts({
      facts: factsOf(meteor.facts),
      counts,
      onCollect: recorder.onCollect,
      changed: (sentence) => hooks.set('facts', sentence ? 'degraded' : 'ok', sentence),
    }),
  );
}
