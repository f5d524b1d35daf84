import { benchAgent } from '../bench-agent';
import { benchRecorder } from '../bench-recorder';
import { databaseSubject } from '../database-subject';
import { ddpSubject } from '../ddp-subject';
import { nowhereSink } from '../nowhere-sink';
import { observerSubject } from '../observer-subject';
import { benchTracer, tracedCall } from '../traced-call';

/** One thing that costs, as often as `operations` says. */
export interface Task {
  readonly operations: number;
  /** What has to be done before, and is not measured. */
  readonly prepare?: () => unknown;
  run(): unknown;
}

/** What is compared between two states of the agent; `bare` is the same without Radiant. */
export interface Subject {
  readonly radiant: Task;
  /** Absent where there would be nothing to do. */
  readonly bare?: Task;
}

/** The core of what costs, by name. Each is made when it is first measured. */
export const subjects: Readonly<Record<string, () => Promise<Subject>>> = {
  'method call': () => pair(methodCall),
  'DDP message': () => pair(message),
  'observer evaluation': () => pair(evaluation),
  'database command': () => pair(command),
  'a value recorded': async () => ({ radiant: record() }),
  'flush of 1,000 series': async () => ({ radiant: flush() }),
  'call with 3 spans, kept': async () => ({ radiant: spans() }),
};

async function pair(make: (withRadiant: boolean) => Promise<Task>): Promise<Subject> {
  return { bare: await make(false), radiant: await make(true) };
}

async function methodCall(withRadiant: boolean): Promise<Task> {
  const { call } = await ddpSubject({ withRadiant });
  return { operations: 200, run: () => call('echo', 200) };
}

async function message(withRadiant: boolean): Promise<Task> {
  const { session } = await ddpSubject({ withRadiant });
  return {
    operations: 1_000,
    run() {
      for (let n = 0; n < 1_000; n++) session.processMessage({ msg: 'ping', id: 'p' });
    },
  };
}

async function evaluation(withRadiant: boolean): Promise<Task> {
  const { idle } = await observerSubject({ version: '3.3.2', driver: 'oplog', withRadiant });
  const driver = idle._multiplexer._observeDriver;
  const entry = { op: 'i', o: { _id: 'x', n: 1, kind: 'other' }, ns: 'app.things' };
  return {
    operations: 2_000,
    run() {
      for (let n = 0; n < 2_000; n++) driver._handleOplogEntrySteadyOrFetching(entry);
    },
  };
}

async function command(withRadiant: boolean): Promise<Task> {
  const { inside } = databaseSubject({ withRadiant });
  return {
    operations: 500,
    run: () =>
      inside((things) => Promise.all(Array.from({ length: 500 }, () => things.deleteOne()))),
  };
}

function record(): Task {
  const { recorder } = benchRecorder();
  const names = Array.from({ length: 10_000 }, (_, at) => `collection.${(at * 7_919) % 200}`);
  return {
    operations: names.length,
    run() {
      for (const collection of names) {
        const sample = { command: 'find', collection, failed: false, durationMs: 3 };
        recorder.record({ kind: 'database', ...sample });
      }
    },
  };
}

function flush(): Task {
  const agent = benchAgent({ server: {}, ddpCommon: {} }, { sinks: [nowhereSink] });
  return {
    operations: 1_000,
    prepare() {
      for (let at = 0; at < 5_000; at++) {
        const sample = { command: 'find', collection: `collection.${at % 1_000}`, failed: false };
        agent.recorder.record({ kind: 'database', ...sample, durationMs: 1 + (at % 50) });
      }
    },
    run: () => agent.flush(),
  };
}

function spans(): Task {
  const tracer = benchTracer(200);
  return {
    operations: 200,
    run() {
      for (let n = 0; n < 200; n++) tracedCall(tracer, 'error');
      for (const _trace of tracer.take());
    },
  };
}
