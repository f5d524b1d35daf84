import { build } from 'hdr-histogram-js';
import type { MethodFenceSample, MethodSample } from '../../common/sample';
import { aMethodSample } from '../support/samples';
import { latencies, seeded } from '../support/seeded';
import { benchRecorder } from './bench-recorder';
import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { measureInTurns } from './measure-in-turns';
import { otelMeter } from './otel-meter';
import { promHistogram, promRegistry } from './prom-metrics';

const seriesCount = 200;
const operations = 2_000;
const values = Float64Array.from(latencies(operations, 1));
const random = seeded(2);
const names = Array.from(
  { length: operations },
  () => `name.${Math.floor(random() * seriesCount)}`,
);

/**
 * Radiant beside the libraries that could be used instead, on the same work:
 * the same values, into the same 200 series by name and in the same random
 * order, each with the same labels, which are made anew each time, as who
 * records does not know which of them there are. All of them have as many
 * buckets as they come with: fewer than Radiant’s, whose quantiles are the
 * most exact but hdr’s.
 */
export async function run({ timeMs = 1_500 } = {}): Promise<readonly BenchTable[]> {
  return [await oneValue(timeMs), await oneCall(timeMs)];
}

/** A duration with two labels. `hdr-histogram-js` has no names: a map before it does. */
function oneValue(timeMs: number): Promise<BenchTable> {
  const { recorder } = benchRecorder();
  const otel = otelMeter().createHistogram('db.duration');
  const prom = promHistogram(promRegistry(), 'db_duration', ['command', 'collection']);
  const hdr = new Map(
    names.map((name) => [`find ${name}`, build({ numberOfSignificantValueDigits: 2 })]),
  );
  const times = (one: (collection: string, durationMs: number) => void) => () => {
    for (let at = 0; at < operations; at++) one(names[at] ?? '', values[at] ?? 0);
  };
  return measureInTurns(
    {
      title: 'one value with two labels, 200 series in random order',
      ...{ operations, timeMs, budget: budgets.recordSample },
      rivals: ['hdr-histogram-js', 'prom-client', 'OpenTelemetry SDK'],
    },
    {
      Radiant: times((collection, durationMs) =>
        recorder.record({
          ...{ kind: 'database', command: 'find', collection, failed: false, durationMs },
        }),
      ),
      'hdr-histogram-js': times((collection, durationMs) =>
        hdr.get(`find ${collection}`)?.recordValue(Math.round(durationMs * 1_000)),
      ),
      'prom-client': times((collection, durationMs) =>
        prom.observe({ command: 'find', collection }, durationMs),
      ),
      'OpenTelemetry SDK': times((collection, durationMs) =>
        otel.record(durationMs, { command: 'find', collection }),
      ),
    },
  );
}

const callHistograms = ['queue', 'run', 'cpu', 'db', 'result_bytes', 'fence'] as const;

/** What a call of a method counts: one counter and seven histograms, two of the eight with its outcome. */
function oneCall(timeMs: number): Promise<BenchTable> {
  const { recorder } = benchRecorder();
  const calls = names.map((name, at): readonly [MethodSample, MethodFenceSample] => {
    const ms = values[at] ?? 0;
    const times = { durationMs: ms, runMs: ms, queueMs: 0.1, cpuMs: 0.5, dbMs: ms / 2 };
    return [
      aMethodSample({ name, ...times, resultBytes: 100 + at }),
      { kind: 'method.fence', name, origin: 'client', fenceMs: 1 },
    ];
  });
  const otel = otelCall();
  const prom = promCall();
  const times = (one: (call: MethodSample, fence: MethodFenceSample) => void) => () => {
    for (const [call, fence] of calls) one(call, fence);
  };
  return measureInTurns(
    {
      title: 'what a method call counts: one counter, seven histograms',
      ...{ operations, timeMs, budget: budgets.recordCall },
      rivals: ['prom-client', 'OpenTelemetry SDK'],
    },
    {
      Radiant: times((call, fence) => {
        recorder.record({ ...call });
        recorder.record({ ...fence });
      }),
      'prom-client': times(prom),
      'OpenTelemetry SDK': times(otel),
    },
  );
}

function otelCall() {
  const meter = otelMeter();
  const calls = meter.createCounter('calls');
  const duration = meter.createHistogram('duration');
  const others = callHistograms.map((name) => meter.createHistogram(name));
  return (call: MethodSample, fence: MethodFenceSample) => {
    const { name, origin, outcome } = call;
    calls.add(1, { name, origin, outcome });
    duration.record(call.durationMs, { name, origin, outcome });
    const values = valuesOf(call, fence);
    for (let at = 0; at < values.length; at++)
      others[at]?.record(values[at] ?? 0, { name, origin });
  };
}

function promCall() {
  const registry = promRegistry();
  const calls = registry.counter('calls', ['name', 'origin', 'outcome']);
  const duration = promHistogram(registry, 'duration', ['name', 'origin', 'outcome']);
  const others = callHistograms.map((name) => promHistogram(registry, name, ['name', 'origin']));
  return (call: MethodSample, fence: MethodFenceSample) => {
    const { name, origin, outcome } = call;
    calls.inc({ name, origin, outcome });
    duration.observe({ name, origin, outcome }, call.durationMs);
    const values = valuesOf(call, fence);
    for (let at = 0; at < values.length; at++)
      others[at]?.observe({ name, origin }, values[at] ?? 0);
  };
}

/** In the order of `callHistograms`. */
function valuesOf(call: MethodSample, fence: MethodFenceSample): readonly number[] {
  const { queueMs = 0, runMs = 0, cpuMs, dbMs = 0, resultBytes = 0 } = call;
  return [queueMs, runMs, cpuMs, dbMs, resultBytes, fence.fenceMs];
}
