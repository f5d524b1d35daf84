import { expect } from 'chai';
import type { TraceBuffer } from '../../../common/trace-buffer';
import { createCustomApi } from '../../../server/custom/custom-api';
import { createRecording } from '../../../server/custom/recording';
import { fakeRecorder } from '../../support/fake-recorder';
import { aTracedCall } from '../../support/traced';

function setUp() {
  const record = fakeRecorder();
  const recording = createRecording();
  recording.attach(record.recorder);
  const { span, error } = createCustomApi(recording);
  const inside = <Result>(call: ReturnType<typeof aTracedCall>, fn: () => Result): Result =>
    record.recorder.context.run(call, fn, undefined, []);
  return { ...record, recording, span, error, inside };
}

/** Name, name of the parent, start and end, the root left out. */
const tree = ({ spans }: TraceBuffer) =>
  spans
    .slice(1)
    .map(({ name, parent, startedAt, endedAt }) => [
      name,
      spans[parent]?.name,
      startedAt - 1_000,
      (endedAt ?? Number.NaN) - 1_000,
    ]);

describe('Radiant.span', () => {
  it('hands on a plain value, and records how long it took', () => {
    const { span, samples, tick } = setUp();
    const value = {};

    const result = span('render', () => {
      tick(3);
      return value;
    });

    expect(result).to.equal(value);
    expect(samples).to.deep.equal([
      { kind: 'metric', metric: 'app.duration', dims: { name: 'render', labels: '' }, value: 3 },
    ]);
  });

  it('throws and rejects with the very error, and records that too', async () => {
    const { span, samples, sightings, inside } = setUp();
    const call = aTracedCall();
    const error = new Error('no');

    expect(() =>
      inside(call, () =>
        span('sync', () => {
          throw error;
        }),
      ),
    ).to.throw(error);
    const rejected = inside(call, () => span('async', () => Promise.reject(error)));

    expect(await rejected.catch((reason: unknown) => reason)).to.equal(error);
    expect(samples).to.have.length(2);
    expect(call.trace.spans.map(({ failed }) => failed)).to.deep.equal([false, true, true]);
    expect(sightings).to.deep.equal([]);
  });

  it('is a span under the call that runs, until its promise has settled', async () => {
    const { span, tick, inside } = setUp();
    const call = aTracedCall();

    await inside(call, () =>
      span('render', async () => {
        tick(2);
        await Promise.resolve();
        tick(3);
      }),
    );

    expect(tree(call.trace)).to.deep.equal([['render', 'reports.weekly', 0, 5]]);
  });

  it('keeps nested and parallel spans apart, and places what they do under them', async () => {
    const { span, recorder, inside, tick } = setUp();
    const call = aTracedCall();
    const query = (name: string) => {
      const at = recorder.now();
      const work = recorder.context.current()?.work;
      work?.begin('db', at);
      tick(1);
      work?.done('db', name, at, recorder.now());
    };

    await inside(call, async () => {
      const part = (name: string) =>
        span(name, async () => {
          await Promise.resolve();
          query(`${name} find`);
          await span(`${name}.inner`, async () => query(`${name}.inner find`));
        });
      await Promise.all([part('a'), part('b')]);
      query('after');
    });

    const parents = Object.fromEntries(tree(call.trace).map(([name, parent]) => [name, parent]));
    expect(parents).to.deep.equal({
      a: 'reports.weekly',
      b: 'reports.weekly',
      'a find': 'a',
      'a.inner': 'a',
      'a.inner find': 'a.inner',
      'b find': 'b',
      'b.inner': 'b',
      'b.inner find': 'b.inner',
      after: 'reports.weekly',
    });
    expect(call.work.busyMs('db', recorder.now())).to.equal(5);
  });

  it('books its synchronous time to itself, to the spans around it and to the call, once', async () => {
    const { span, recorder, inside, tick } = setUp();
    const call = aTracedCall();
    recorder.cpu.enter(call.work);

    const running = inside(call, () =>
      span('outer', async () => {
        tick(2);
        span('inner', () => tick(3));
        await Promise.resolve();
        tick(100);
        span('late', () => tick(5));
      }),
    );
    tick(1);
    recorder.cpu.leave();
    await running;

    const onCpu = Object.fromEntries(call.trace.spans.map((one) => [one.name, one.onCpuMs]));
    expect(onCpu).to.deep.equal({
      'reports.weekly': undefined,
      outer: 10,
      inner: 3,
      late: 5,
    });
    expect(call.work.cpuMs).to.equal(11);
  });

  it('shows what runs as the same invocation, over when that is', async () => {
    const { span, recorder, inside } = setUp();
    const call = aTracedCall();

    const scope = inside(call, () => span('render', () => recorder.context.current()));

    expect(scope).to.include({ kind: 'method', name: 'reports.weekly', ended: false });
    Object.assign(call, { ended: true, name: 'known late' });
    expect(scope).to.include({ name: 'known late', ended: true });
  });

  it('keeps ten attributes and texts of 200 characters, and cuts and drops what is beyond', () => {
    const { span, inside } = setUp();
    const call = aTracedCall();
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, index]));
    const attributes = {
      fits: 'x'.repeat(200),
      cut: 'y'.repeat(201),
      not: {} as never,
      get throws(): string {
        throw new Error('no');
      },
    };

    inside(call, () => span('few', () => 1, { attributes }));
    inside(call, () => span('many', () => 1, { attributes: many }));

    expect(call.trace.spans[1]?.attributes).to.deep.equal({
      fits: 'x'.repeat(200),
      cut: 'y'.repeat(200),
    });
    expect(Object.keys(call.trace.spans[2]?.attributes ?? {})).to.have.length(10);
  });

  it('is counted where the trace has no room for it, and what it does is the call’s', () => {
    const { span, recorder, inside, tick } = setUp();
    const call = aTracedCall('full', 1);

    inside(call, () => span('render', () => tick(4)));

    expect(call.trace.beyond?.get('custom')).to.deep.equal({ count: 1, durationMs: 4 });
    expect(recorder.context.current()).to.equal(undefined);
  });

  it('runs under a name that cannot be used all the same, and counts it', () => {
    const { span, samples, drops } = setUp();

    expect(span('two words', () => 1)).to.equal(1);
    expect(span(undefined as never, () => 2)).to.equal(2);

    expect(drops).to.deep.equal({ invalid: 2 });
    expect(samples.map((sample) => sample.kind === 'metric' && sample.dims.name)).to.deep.equal([
      '_OTHER',
      '_OTHER',
    ]);
  });

  it('just runs while no agent does', () => {
    const { span, recording, samples } = setUp();
    recording.detach();

    expect(span('render', () => 1)).to.equal(1);
    expect(samples).to.deep.equal([]);
  });
});

describe('Radiant.error', () => {
  it('reports the error with its name and the call that runs', () => {
    const { error, inside, sightings } = setUp();
    const call = aTracedCall();
    const thrown = new Error('handled');

    inside(call, () => error(thrown, { name: 'import', attributes: { rows: 3 } }));
    error(thrown);

    expect(sightings).to.deep.equal([
      { source: 'app', name: 'import', error: thrown, invocation: call },
      { source: 'app', name: '', error: thrown, invocation: undefined },
    ]);
    expect(call.trace.spans[1]).to.include({ kind: 'custom', name: 'import', failed: true });
    expect(call.trace.spans[1]?.attributes).to.deep.equal({ rows: 3 });
  });

  it('keeps a name of 100 characters and cuts a longer one', () => {
    const { error, sightings } = setUp();

    for (const length of [100, 101]) error(new Error('x'), { name: 'n'.repeat(length) });

    expect(sightings.map(({ name }) => name.length)).to.deep.equal([100, 100]);
  });
});
