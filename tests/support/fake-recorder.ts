import type { AnalyticsEvent } from '../../common/analytics/event';
import type { DropReason } from '../../common/drops';
import type { ErrorSighting } from '../../common/error-entry';
import type { Recorder } from '../../common/recorder';
import type { Sample } from '../../common/sample';
import { createCoverageTable } from '../../server/pipeline/aggregate/coverage';
import { createObserverTable } from '../../server/pipeline/aggregate/observers';
import { createInvocationContext } from '../../server/pipeline/invocation-context';
import { createStopwatch } from '../../server/pipeline/stopwatch';
import { createTracer, type TracerOptions } from '../../server/pipeline/traces/tracer';
import { untraced } from '../../server/pipeline/untraced';
import { seeded } from './seeded';

/** One for all: each `AsyncLocalStorage` that is in use makes every promise of the process dearer. */
const context = createInvocationContext();

const tracerDefaults: TracerOptions = {
  spanLimit: 200,
  openSpanLimit: 50_000,
  errorLimit: 3,
  nameLimit: 1000,
  windowBytes: 2 ** 20,
  userId: false,
};

/** A recorder on a hand-wound clock that keeps every sample. It traces when `tracing` is given. */
export function fakeRecorder({ tracing }: { tracing?: Partial<TracerOptions> } = {}) {
  let time = 1_000;
  const samples: Sample[] = [];
  const failures: unknown[] = [];
  const sightings: ErrorSighting[] = [];
  const events: AnalyticsEvent[] = [];
  let hasRoom = true;
  const lines: Array<Parameters<Recorder['log']>[0]> = [];
  const drops: Partial<Record<DropReason, number>> = {};
  const collectors = new Set<() => void>();
  const observers = createObserverTable({ entries: 10_000, idleWindows: 1_000 });
  const coverage = createCoverageTable();

  const drop = (reason: DropReason, count: number) => {
    drops[reason] = (drops[reason] ?? 0) + count;
  };
  const random = seeded(1);
  const tracer = createTracer({
    options: { ...tracerDefaults, ...tracing },
    now: () => time,
    wallNow: () => 1_700_000_000_000 + time,
    random,
    fill: (bytes) => {
      for (let at = 0; at < bytes.length; at++) bytes[at] = Math.floor(random() * 256);
    },
    loopIdleMs: () => time / 2,
    drop,
  });

  const recorder: Recorder = {
    now: () => time,
    record: (sample) => {
      samples.push(sample);
    },
    onCollect(collect) {
      collectors.add(collect);
      return () => {
        collectors.delete(collect);
      };
    },
    failed: (error) => {
      failures.push(error);
    },
    drop,
    context,
    traces: tracing ? tracer : untraced,
    error: (sighting) => {
      sightings.push(sighting);
    },
    log: (line) => {
      lines.push(line);
    },
    event(event) {
      if (hasRoom) events.push(event);
      return hasRoom;
    },
    cpu: createStopwatch(
      () => time,
      () => failures.push(new Error('lost a step')),
    ),
    observer: observers.cell,
    covered: coverage.cell,
  };

  return {
    recorder,
    samples,
    failures,
    sightings,
    lines,
    /** Analytics events that were taken. */
    events,
    /** Whether there is room for them from now on. */
    setRoom(room: boolean) {
      hasRoom = room;
    },
    drops,
    /** Moves the clock on by so many milliseconds. */
    tick(ms: number) {
      time += ms;
    },
    /** Lets instruments tell their gauges and counters, as at the end of a window. */
    collect() {
      for (const collect of collectors) collect();
    },
    /** Collects, and closes the window of the observers. */
    takeObservers() {
      for (const collect of collectors) collect();
      return { entries: [...observers.close()], coverage: coverage.take() };
    },
    tracer,
    /** Closes the window of the traces. */
    takeTraces: () => [...tracer.take()],
    collectorCount: () => collectors.size,
  };
}

/** The value an instrument last told of a metric, summed over the series that match `dims`. */
export function metricValue(
  samples: readonly Sample[],
  metric: string,
  dims: Readonly<Record<string, string>> = {},
): number | undefined {
  const values = samples.flatMap((sample) =>
    sample.kind === 'metric' &&
    sample.metric === metric &&
    Object.entries(dims).every(([name, value]) => sample.dims[name] === value)
      ? [sample.value]
      : [],
  );
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}
