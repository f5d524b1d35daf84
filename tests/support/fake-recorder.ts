import type { DropReason } from '../../common/drops';
import type { ErrorSighting } from '../../common/error-entry';
import type { Recorder } from '../../common/recorder';
import type { Sample } from '../../common/sample';
import { createCoverageTable } from '../../server/pipeline/aggregate/coverage';
import { createObserverTable } from '../../server/pipeline/aggregate/observers';
import { createInvocationContext } from '../../server/pipeline/invocation-context';
import { createStopwatch } from '../../server/pipeline/stopwatch';
import { untraced } from '../../server/pipeline/untraced';

/** One for all: each `AsyncLocalStorage` that is in use makes every promise of the process dearer. */
const context = createInvocationContext();

/** A recorder on a hand-wound clock that keeps every sample. */
export function fakeRecorder() {
  let time = 1_000;
  const samples: Sample[] = [];
  const failures: unknown[] = [];
  const sightings: ErrorSighting[] = [];
  const lines: Array<Parameters<Recorder['log']>[0]> = [];
  const drops: Partial<Record<DropReason, number>> = {};
  const collectors = new Set<() => void>();
  const observers = createObserverTable({ entries: 10_000, idleWindows: 1_000 });
  const coverage = createCoverageTable();

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
    drop(reason, count) {
      drops[reason] = (drops[reason] ?? 0) + count;
    },
    context,
    traces: untraced,
    error: (sighting) => {
      sightings.push(sighting);
    },
    log: (line) => {
      lines.push(line);
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
