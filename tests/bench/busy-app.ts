import type { Batch } from '../../common/batch';
import type { Trace } from '../../common/trace';
import { createAggregate } from '../../server/pipeline/aggregate/aggregate';
import { createDropCounter } from '../../server/pipeline/drop-counter';
import { createInvocationContext } from '../../server/pipeline/invocation-context';
import { createRecorder } from '../../server/pipeline/recorder';
import { untraced } from '../../server/pipeline/untraced';
import { aBatch } from '../support/a-batch';
import { aSpan, aTrace } from '../support/a-trace';
import { aHistogram, anObserver } from '../support/an-observer';
import { aMethodSample } from '../support/samples';
import { latencies, seeded } from '../support/seeded';

export const methods = 100;
export const callsPerSecond = 1_000;
export const windowMs = 10_000;
const callsPerWindow = callsPerSecond * (windowMs / 1_000);
const collections = 20;
const publications = 20;

const random = seeded(11);
const hex = (digits: number) =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
const one = (median: number) => median * Math.exp(0.8 * (random() + random() + random() - 1.5));

/**
 * The windows of one process with a hundred methods that are called a thousand
 * times a second: 1 % of the calls fail, half of them write, all of them read.
 * Twenty publications observe. Of each method the slowest call and one at
 * random are kept as traces.
 */
export function busyApp() {
  const aggregate = createAggregate({ perMetric: 1_000, histograms: 10_000, idleWindows: 360 });
  const { record } = createRecorder({
    aggregate,
    context: createInvocationContext(),
    traces: untraced,
    errors: { add: () => undefined },
    logs: { add: () => undefined },
    events: { add: () => false },
    drops: createDropCounter(),
    now: () => 0,
    warn: () => undefined,
  });

  function call(index: number): void {
    const name = `module${index % 10}.method${index}`;
    const collection = `collection${index % collections}`;
    const outcome = random() < 0.01 ? 'error' : 'ok';
    const dbMs = one(3 + (index % 17));
    const runMs = dbMs + one(1 + (index % 5));
    const queueMs = random() < 0.2 ? one(2) : 0.05 * random();
    const resultBytes = Math.round(one(400));
    const cpuMs = one(0.8);
    const times = { durationMs: runMs + queueMs, runMs, queueMs, cpuMs, dbMs, resultBytes };
    record(aMethodSample({ name, outcome, ...times }));
    record({ kind: 'method.fence', name, origin: 'client', fenceMs: one(2) });
    record({ kind: 'database', command: 'find', collection, failed: false, durationMs: one(2) });
    if (index % 2 === 0) return;
    record({ kind: 'database', command: 'update', collection, failed: false, durationMs: dbMs });
    record({
      ...{ kind: 'mutation', collection, op: 'update', owner: `method:${name}` },
      ...{ isFirst: true, docs: 1, failed: false, durationMs: dbMs },
    });
  }

  function subscribe(index: number): void {
    const name = `publication${index}`;
    record({ kind: 'publication', name, step: 'started' });
    const ready = { readyMs: one(20), queueMs: one(1), docs: 40, cpuMs: one(2), dbMs: one(6) };
    record({ kind: 'publication', name, step: 'ready', ...ready });
    record({ kind: 'publication', name, step: 'stopped', lifetimeMs: one(60_000) });
  }

  function measureProcess(): void {
    const gauges = ['process.rss', 'process.heapUsed', 'process.heapTotal'] as const;
    for (const metric of gauges) record({ kind: 'metric', metric, dims: {}, value: one(3e8) });
    record({ kind: 'metric', metric: 'process.cpuShare', dims: {}, value: random() });
    for (const mode of ['user', 'system']) {
      record({ kind: 'metric', metric: 'process.cpu', dims: { mode }, value: one(3_000) });
    }
    for (let n = 0; n < 100; n++) {
      record({ kind: 'metric', metric: 'process.eventLoopDelay', dims: {}, value: one(1) });
    }
    record({ kind: 'metric', metric: 'ddp.sessions', dims: { state: 'connected' }, value: 800 });
    for (const direction of ['in', 'out']) {
      record({ kind: 'metric', metric: 'ddp.messages', dims: { direction }, value: one(20_000) });
      record({ kind: 'metric', metric: 'ddp.bytes', dims: { direction }, value: one(4e6) });
    }
  }

  return {
    /** The next window, which begins at `from`. */
    window(from: number, sequence: number): Batch {
      for (let n = 0; n < callsPerWindow; n++) call(Math.floor(random() * methods));
      for (let n = 0; n < 5 * publications; n++) subscribe(n % publications);
      measureProcess();
      return aBatch({
        id: `${'Vq3mTtFdyZkP'}-${sequence}`,
        sequences: [sequence, sequence],
        from,
        to: from + windowMs,
        series: [...aggregate.close()],
        observers: Array.from({ length: publications }, (_, index) => anEntry(index, sequence)),
        traces: Array.from({ length: 2 * methods }, (_, index) => aCall(index % methods, from)),
      });
    },
  };
}

function anEntry(index: number, seed: number) {
  return anObserver({
    owner: { kind: 'publication', name: `publication${index}` },
    collection: `collection${index}`,
    ...{ handles: 40, multiplexers: 12, created: 5, reused: 3, stopped: 8, evaluations: 4_000 },
    ...{ useful: 120, cpuMs: one(90), fanout: 400, added: 20, changed: 90, removed: 10 },
    initialDocs: 200,
    initialQuery: aHistogram('duration', latencies(5, seed * 100 + index)),
  });
}

function aCall(index: number, from: number): Trace {
  const name = `module${index % 10}.method${index}`;
  const durationMs = one(60);
  const spanOf = (kind: 'db' | 'method', spanName: string) =>
    aSpan({ id: hex(16), kind, name: spanName, startMs: one(3), durationMs: one(6) });
  return aTrace({
    traceId: hex(32),
    name,
    at: from + random() * windowMs,
    durationMs,
    keepRate: random(),
    ddp: `${hex(17)}::${Math.floor(random() * 1_000)}`,
    spans: [
      aSpan({ id: hex(16), kind: 'method', name, startMs: 0, durationMs, onCpuMs: one(1) }),
      spanOf('db', `find collection${index % collections}`),
      spanOf('db', `find collection${(index + 1) % collections}`),
      spanOf('db', `update collection${index % collections}`),
    ],
  });
}
