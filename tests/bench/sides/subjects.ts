import { benchAgent } from '../bench-agent';
import { benchRecorder } from '../bench-recorder';
import { databaseSubject } from '../database-subject';
import { ddpSubject } from '../ddp-subject';
import { nowhereSink } from '../nowhere-sink';
import { ignoring, observerSubject } from '../observer-subject';
import { benchTracer, tracedCall } from '../traced-call';

/** One thing that costs, as often as `operations` says. */
export interface Task {
  readonly operations: number;
  /** What has to be done before, and is not measured. */
  readonly prepare?: () => unknown;
  run(): unknown;
}

/** Makes the task, in a process that has nothing of Radiant unless it says so; `undefined` where only Radiant does it. */
export type Subject = (withRadiant: boolean) => Promise<Task | undefined>;

const atOnce = 200;

/** What is measured in processes of their own, by name. */
export const subjects = {
  async 'method call by a client'(withRadiant) {
    const { call } = await ddpSubject({ withRadiant });
    return { operations: atOnce, run: () => call('echo', atOnce) };
  },

  async 'method call by the server'(withRadiant) {
    const { host } = await ddpSubject({ withRadiant });
    return many(() => host.Meteor.callAsync('echo', 1));
  },

  async 'subscription, from sub to nosub'(withRadiant) {
    const { subscribe } = await ddpSubject({ withRadiant });
    return { operations: 50, run: () => subscribe(50) };
  },

  async 'subscription message (changed)'(withRadiant) {
    const { subscription } = await ddpSubject({ withRadiant });
    let n = 0;
    return manyAtOnce(() => subscription.changed('things', 'a', { n: n++ }));
  },

  async 'other message (ping, pong)'(withRadiant) {
    const { session } = await ddpSubject({ withRadiant });
    return manyAtOnce(() => session.processMessage({ msg: 'ping', id: 'p' }));
  },

  async 'evaluation of an oplog entry'(withRadiant) {
    const { idle } = await observerSubject({ version: '3.3.2', driver: 'oplog', withRadiant });
    const driver = idle._multiplexer._observeDriver;
    const entry = { op: 'i', o: { _id: 'x', n: 1, kind: 'other' }, ns: 'app.things' };
    return manyAtOnce(() => driver._handleOplogEntrySteadyOrFetching(entry));
  },

  async 'evaluation of a change stream’s event'(withRadiant) {
    const subject = await observerSubject({ version: '3.5', driver: 'changeStreams', withRadiant });
    const driver = subject.idle._multiplexer._observeDriver;
    const change = {
      operationType: 'insert',
      documentKey: { _id: 'x' },
      fullDocument: { _id: 'x', n: 1, kind: 'other' },
      ns: { db: 'app', coll: 'things' },
    };
    return {
      operations: atOnce,
      async run() {
        for (let n = 0; n < atOnce; n++) driver._onChange(change);
        await new Promise((resolve) => setImmediate(resolve));
      },
    };
  },

  async 'change passed on to a handle'(withRadiant) {
    const { busy } = await observerSubject({ version: '3.3.2', driver: 'oplog', withRadiant });
    const multiplexer = busy._multiplexer;
    return {
      operations: atOnce,
      async run() {
        for (let n = 0; n < atOnce; n++) multiplexer.changed('a', { n });
        await new Promise<void>((resolve) => multiplexer.onFlush(resolve));
      },
    };
  },

  async 'observer that joins, and ends'(withRadiant) {
    const { things } = await observerSubject({ version: '3.3.2', driver: 'oplog', withRadiant });
    return {
      operations: 50,
      async run() {
        for (let n = 0; n < 50; n++) {
          const handle = await things.find({ kind: 'busy' }).observeChanges(ignoring);
          await handle.stop();
        }
      },
    };
  },

  async 'database command'(withRadiant) {
    const { inside } = databaseSubject({ withRadiant });
    return {
      operations: atOnce,
      run: () =>
        inside((things) => Promise.all(Array.from({ length: atOnce }, () => things.deleteOne()))),
    };
  },

  async 'a value recorded'(withRadiant) {
    if (!withRadiant) return undefined;
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
  },

  async 'flush of 1,000 series, each'(withRadiant) {
    if (!withRadiant) return undefined;
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
  },

  async 'call with 3 spans, kept'(withRadiant) {
    if (!withRadiant) return undefined;
    const tracer = benchTracer(atOnce);
    return {
      operations: atOnce,
      run() {
        for (let n = 0; n < atOnce; n++) tracedCall(tracer, 'error');
        for (const _trace of tracer.take());
      },
    };
  },
} as const satisfies Readonly<Record<string, Subject>>;

export type SubjectName = keyof typeof subjects;

function manyAtOnce(one: () => void): Task {
  return {
    operations: 1_000,
    run() {
      for (let n = 0; n < 1_000; n++) one();
    },
  };
}

function many(one: () => Promise<unknown>): Task {
  return {
    operations: atOnce,
    async run() {
      for (let n = 0; n < atOnce; n++) await one();
    },
  };
}
