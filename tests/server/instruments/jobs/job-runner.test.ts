import { expect } from 'chai';
import type { Invocation } from '../../../../common/invocation';
import type { TraceEnding } from '../../../../common/tracer';
import { createJobRunner } from '../../../../server/instruments/jobs/job-runner';
import { fakeRecorder, metricValue } from '../../../support/fake-recorder';
import { anInvocation } from '../../../support/samples';

function setUp() {
  const record = fakeRecorder();
  const ended: Array<{ invocation: Invocation; ending: TraceEnding }> = [];
  const recorder = {
    ...record.recorder,
    traces: {
      ...record.recorder.traces,
      end: (invocation: Invocation, ending: TraceEnding) => ended.push({ invocation, ending }),
    },
  };
  const runner = createJobRunner(recorder);
  const run = <Result>(name: unknown, fn: () => Result) => runner.run({ name }, fn, undefined, []);
  return { ...record, recorder, runner, run, ended };
}

describe('createJobRunner', () => {
  it('runs a job now and hands on a plain value as it is', () => {
    const { run, samples, tick } = setUp();
    const value = {};

    const result = run('cleanup', () => {
      tick(7);
      return value;
    });

    expect(result).to.equal(value);
    expect(samples).to.deep.equal([
      { kind: 'job', name: 'cleanup', failed: false, durationMs: 7, cpuMs: 7, dbMs: undefined },
    ]);
  });

  it('ends a job with its promise, and counts only its first slice as its own CPU time', async () => {
    const { run, samples, tick } = setUp();

    const result = await run('cleanup', async () => {
      tick(2);
      await Promise.resolve();
      tick(40);
      return 'done';
    });

    expect(result).to.equal('done');
    expect(samples).to.deep.equal([
      { kind: 'job', name: 'cleanup', failed: false, durationMs: 42, cpuMs: 2, dbMs: undefined },
    ]);
  });

  it('throws the very error on, and reports it once with its run', async () => {
    const { run, samples, sightings, ended } = setUp();
    const error = new Error('no disk');

    expect(() =>
      run('cleanup', () => {
        throw error;
      }),
    ).to.throw(error);
    const rejected = await run('import', () => Promise.reject(error)).catch((e: unknown) => e);

    expect(rejected).to.equal(error);
    expect(sightings.map(({ source, name, error }) => ({ source, name, error }))).to.deep.equal([
      { source: 'job', name: 'cleanup', error },
      { source: 'job', name: 'import', error },
    ]);
    expect(sightings[0]?.invocation).to.include({ kind: 'job', name: 'cleanup' });
    expect(samples).to.have.length(2);
    expect(samples.every((sample) => sample.kind === 'job' && sample.failed)).to.equal(true);
    expect(ended.map(({ ending }) => ending.outcome)).to.deep.equal(['error', 'error']);
  });

  it('tells its trace whether the app meant the error', () => {
    const { runner, ended } = setUp();
    const meant = Object.assign(new Error('no'), { errorType: 'Meteor.Error', error: 'not-now' });

    for (const error of [meant, new TypeError('x is not a function')]) {
      runner.end(runner.begin({ name: 'cleanup' }), true, error);
    }

    expect(ended.map(({ ending }) => ending.expected)).to.deep.equal([true, false]);
  });

  it('is what runs, also behind an await, and no longer afterwards', async () => {
    const { run, recorder } = setUp();
    const seen: unknown[] = [];
    const look = () => seen.push(recorder.context.current()?.name);

    await run('cleanup', async () => {
      look();
      await Promise.resolve();
      look();
    });
    look();

    expect(seen).to.deep.equal(['cleanup', 'cleanup', undefined]);
  });

  it('books the database time of its own operations', async () => {
    const { run, recorder, samples, tick } = setUp();

    await run('cleanup', async () => {
      const work = recorder.context.current()?.work;
      const from = recorder.now();
      work?.begin('db', from);
      tick(5);
      work?.done('db', 'find tasks', from, recorder.now());
      tick(1);
    });

    expect(samples).to.have.length(1);
    expect(samples[0]).to.include({ durationMs: 6, dbMs: 5 });
  });

  it('ends once, however often it is told to', () => {
    const { runner, samples, sightings } = setUp();
    const run = runner.begin({ name: 'cleanup' });

    runner.end(run, false);
    runner.end(run, true, new Error('late'));

    expect(samples).to.have.length(1);
    expect(sightings).to.deep.equal([]);
  });

  it('is told its caller, as a part of it', () => {
    const { runner } = setUp();
    const parent = anInvocation('method', 'reports.build');

    const run = runner.begin({ name: 'cleanup', parent });

    expect(run.parent).to.equal(parent);
    expect(run.work).not.to.equal(parent.work);
  });

  it('tells how many runs are under way, down to zero, and then no more', async () => {
    const { run, collect, samples } = setUp();
    const told = () => {
      samples.length = 0;
      collect();
      return metricValue(samples, 'job.inFlight', { name: 'cleanup' });
    };
    let end: () => void = () => undefined;
    const running = run('cleanup', () => new Promise<void>((resolve) => (end = resolve)));

    expect(told()).to.equal(1);
    end();
    await running;
    expect(told()).to.equal(0);
    expect(told()).to.equal(undefined);
  });

  it('counts what is under way as lost when it is taken out', () => {
    const { run, runner, drops, collectorCount } = setUp();
    run('cleanup', () => new Promise(() => undefined));

    runner.undo();

    expect(drops).to.deep.equal({ unfinished: 1 });
    expect(collectorCount()).to.equal(0);
  });

  it('keeps names up to 200 characters, cuts longer ones, and folds what is none', () => {
    const { run, samples } = setUp();

    for (const name of ['x'.repeat(200), 'y'.repeat(201), '', undefined]) run(name, () => 1);

    expect(samples.map((sample) => 'name' in sample && sample.name)).to.deep.equal([
      'x'.repeat(200),
      'y'.repeat(200),
      '_OTHER',
      '_OTHER',
    ]);
  });

  it('keeps the failure of a tracer away from the app', () => {
    const { recorder, failures } = setUp();
    const ours = new Error('ours');
    const runner = createJobRunner({
      ...recorder,
      traces: {
        ...recorder.traces,
        end: () => {
          throw ours;
        },
      },
    });

    expect(runner.run({ name: 'cleanup' }, () => 1, undefined, [])).to.equal(1);
    expect(failures).to.deep.equal([ours]);
  });
});
