import { randomFillSync } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Options } from '../common/options';
import type { Reader } from '../common/reader';
import type { Recorder } from '../common/recorder';
import type { Resource } from '../common/resource';
import type { Status } from '../common/status';
import { type AgentClock, nodeClock } from './agent-clock';
import { createAgentEvents } from './agent-events';
import type { ChosenSinks } from './choose-sinks';
import type { Profiler } from './cpu/profiler';
import { createDelivery } from './delivery';
import { createHookRegistry } from './hooks/hook-registry';
import { installCpu } from './install-cpu';
import { installInstruments, type MeteorInternals } from './install-instruments';
import type { InstalledJobs } from './install-jobs';
import { ownReader } from './own-reader';
import { createAggregate } from './pipeline/aggregate/aggregate';
import { createDropCounter } from './pipeline/drop-counter';
import { createErrorGroups } from './pipeline/errors/error-groups';
import { createInvocationContext } from './pipeline/invocation-context';
import { createLogLines } from './pipeline/logs/log-lines';
import { createOutbox } from './pipeline/outbox';
import { createRecorder, type OwnedRecorder } from './pipeline/recorder';
import { createTracer, type OwnedTracer } from './pipeline/traces/tracer';
import { untraced } from './pipeline/untraced';
import { createWindow } from './pipeline/window';
import { createSourceMaps } from './source-maps';
import { spillOf } from './spill-of';

export interface AgentParts {
  readonly meteor: MeteorInternals;
  readonly options: Options;
  readonly sinks: ChosenSinks;
  readonly resource: Resource;
  readonly version: string;
  /** Writes one line to the app's log. */
  readonly warn: (message: string) => void;
  /** Clocks and timers; Node's own unless a test winds them. */
  readonly clock?: AgentClock;
}

/** A running agent. */
export interface Agent {
  /** What the app's own numbers, spans and errors go to. */
  readonly recorder: Recorder;
  readonly jobs: InstalledJobs | undefined;
  status(): Status;
  /** Reads the backend. */
  reader(): Reader | undefined;
  readonly profile: Profiler['profile'];
  /** Closes the window now; resolves once every sink has had it, or refused it. */
  flush(): Promise<void>;
  /**
   * Closes the window at once and delivers what was recorded, or puts it on
   * disk, within the time of a shutdown; and goes on recording.
   */
  deliver(): Promise<void>;
  /** Takes every hook out at once, then delivers what was recorded. Calling it again does nothing. */
  stop(): Promise<void>;
}

const sliceMs = 1;

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Puts the hooks in and starts recording. Nothing before this call touches the app. */
export function startAgent(parts: AgentParts): Agent {
  const { meteor, options, resource, version, warn, clock = nodeClock } = parts;
  const drops = createDropCounter();
  const aggregate = createAggregate({
    perMetric: options.seriesLimit,
    histograms: options.histogramLimit,
    idleWindows: Math.max(1, Math.ceil(options.seriesIdleMs / options.flushIntervalMs)),
  });
  const context = createInvocationContext();
  const traces = chooseTracer(options, clock, drops.add);
  const sourceMaps = createSourceMaps({
    timers: clock.timers,
    failed: (error) => recorder.failed(error),
  });
  const toRecords = { record: aggregate.add, drop: drops.add, wallNow: clock.wallNow };
  const errors = createErrorGroups({ ...toRecords, sourceMaps, root: process.cwd() });
  const logs = createLogLines({ ...toRecords, context });
  const events = createAgentEvents({
    options,
    sinks: parts.sinks,
    outbox: () => outbox,
    closeEarly: () => pause().then(flushEarly),
    record: aggregate.add,
  });
  const recorder: OwnedRecorder = createRecorder({
    aggregate,
    drops,
    context,
    traces,
    errors,
    logs,
    events,
    now: clock.now,
    warn: (message, error) => warn(`${message}: ${error instanceof Error ? error.stack : error}`),
  });
  const { sinks, backend } = parts.sinks;
  const reader = backend.reader && ownReader(backend.reader, context);
  const outbox = createOutbox({
    sinks,
    limitBytes: options.outboxBytes,
    timeoutMs: options.sinkTimeoutMs,
    spillOf: spillOf({ options, resource, drops, clock, warn }),
    recorder,
    drops,
    timers: clock.timers,
    pause,
    random: Math.random,
    warn,
  });
  const window = createWindow({
    aggregate,
    recorder,
    drops,
    resource,
    takeTraces: traces.take,
    takeRecords: () => ({
      ...some('errors', errors.take()),
      ...some('logs', logs.take()),
      ...some('events', events.take()),
    }),
    sliceMs,
    wallNow: clock.wallNow,
    pause,
  });
  const hooks = createHookRegistry(warn);
  const { jobs } = installInstruments(meteor, options, hooks, recorder);
  const { profile } = installCpu(options, hooks, recorder, clock);
  recorder.onCollect(() => {
    recorder.record({
      kind: 'metric',
      metric: 'radiant.series',
      dims: {},
      value: aggregate.size,
    });
    traces.collect(recorder.record);
  });

  let stopped: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  const delivery = createDelivery({
    window,
    outbox: {
      ...outbox,
      put(batch) {
        outbox.put(batch);
        events.handedOver(batch.events ?? []);
      },
    },
    cpu: recorder.cpu,
    isStopped: () => stopped !== undefined,
  });

  function flushLater(): void {
    cancelTimer = clock.timers.after(options.flushIntervalMs, () => {
      flushLater();
      delivery.flush().catch(recorder.failed);
    });
  }

  function flushEarly(): void {
    if (!stopped) delivery.flush().catch(recorder.failed);
  }

  /** What is taken meanwhile could not be delivered any more: whoever sends it goes elsewhere. */
  async function deliver(): Promise<void> {
    noteEnd();
    const release = events.hold();
    try {
      await delivery.deliver(options.shutdownTimeoutMs);
    } finally {
      release();
    }
  }

  /** With the last window, so that whoever misses the process knows that it did not crash. */
  function noteEnd(): void {
    recorder.record({ kind: 'metric', metric: 'process.ends', dims: {}, value: 1 });
  }

  async function stop(): Promise<void> {
    cancelTimer?.();
    noteEnd();
    hooks.undo();
    sourceMaps.close();
    context.close();
    delivery.closeNow();
    recorder.close();
    await outbox.close(options.shutdownTimeoutMs);
  }

  flushLater();

  return {
    recorder,
    jobs,
    status: () => ({
      running: stopped === undefined,
      version,
      resource,
      hooks: hooks.status(),
      sinks: outbox.status(),
      backend: backend.name,
      drops: drops.total(),
      series: aggregate.size,
      batches: delivery.batches,
    }),
    reader: () => reader,
    profile,
    flush: delivery.flush,
    deliver,
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

function chooseTracer(
  { traces, seriesLimit }: Options,
  { now, wallNow }: AgentClock,
  drop: Recorder['drop'],
): OwnedTracer {
  if (!traces.enabled) return untraced;
  return createTracer({
    options: { ...traces, nameLimit: seriesLimit },
    now,
    wallNow,
    random: Math.random,
    fill: randomFillSync,
    loopIdleMs: () => performance.nodeTiming.idleTime,
    drop,
  });
}

/** A field of a batch, which is absent when there is nothing in it. */
function some<Name extends string, Item>(name: Name, items: readonly Item[]) {
  return items.length > 0 ? ({ [name]: items } as { [Key in Name]: readonly Item[] }) : {};
}
