import { expect } from 'chai';
import { createRecorder } from '../../../../server/pipeline/recorder';
import { fakeRecorder } from '../../../support/fake-recorder';
import { heapBytes } from '../../../support/heap-bytes';
import { anInvocation } from '../../../support/samples';
import { treeOf } from '../../../support/trace-tree';
import { aTracer, query } from './a-tracer';

const remote = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  sampled: false,
};

describe('the tracer', () => {
  it('gives ids as W3C Trace Context wants them, each of its own', () => {
    const { begin, end, takeTraces } = aTracer();
    for (const name of ['a', 'b', 'c']) {
      const call = begin(name);
      query(call, 3);
      end(call);
    }

    const traces = takeTraces();
    const spans = traces.flatMap((trace) => trace.spans.map(({ id }) => id));

    for (const { traceId } of traces) expect(traceId).to.match(/^[0-9a-f]{32}$/);
    for (const id of spans) expect(id).to.match(/^[0-9a-f]{16}$/);
    expect(new Set(spans).size).to.equal(12);
    expect(new Set(traces.map(({ traceId }) => traceId)).size).to.equal(3);
  });

  it('goes on with the trace of the process that called', () => {
    const { begin, end, takeTraces } = aTracer();
    const call = begin('GET /', { kind: 'http', remote });
    expect(call.work.trace?.id).to.equal(remote.traceId);

    end(call);

    const [trace] = takeTraces();
    expect(trace?.traceId).to.equal(remote.traceId);
    expect(trace?.spans[0]?.parentId).to.equal(remote.spanId);
  });

  it('keeps three per name and window that another process asked for', () => {
    const { begin, end, takeTraces, tick } = aTracer();
    for (let n = 0; n < 10; n++) {
      const call = begin('GET /', { remote: { ...remote, sampled: true } });
      if (n === 0) tick(5);
      end(call);
    }

    const kept = takeTraces().map((trace) => trace.kept);

    expect(kept).to.deep.equal(['slow', 'asked', 'asked', 'asked', 'random']);
  });

  it('takes the name that an invocation has at its end', () => {
    const { begin, end, takeTraces } = aTracer();
    const call = begin('GET', { kind: 'http' });

    end({ ...call, name: 'GET /tasks/:id' });

    const [trace] = takeTraces();
    expect(trace?.name).to.equal('GET /tasks/:id');
    expect(trace?.spans[0]?.name).to.equal('GET /tasks/:id');
  });

  it('puts a trace into the window in which it ends', () => {
    const { begin, end, takeTraces, tick } = aTracer();
    const call = begin();
    expect(takeTraces()).to.deep.equal([]);
    tick(25_000);

    end(call);

    expect(takeTraces()[0]).to.include({ durationMs: 25_000, at: 1_700_000_001_000 });
    expect(takeTraces()).to.deep.equal([]);
  });

  it('calls spans unfinished that were open at the end, and ignores what comes later', () => {
    const { begin, end, takeTraces, tick } = aTracer();
    const call = begin();
    tick(2);
    const open = call.work.trace?.open('custom', 'index', call.work.span, 1_002) ?? -1;
    tick(3);
    end(call);

    call.work.trace?.close(open, 2_000);
    query(call);
    end(call, { outcome: 'error' });

    const [trace, ...more] = takeTraces();
    expect(more).to.deep.equal([]);
    expect(trace).to.include({ outcome: 'ok', durationMs: 5 });
    expect(trace?.spans).to.have.length(2);
    expect(trace?.spans[1]).to.include({ unfinished: true, startMs: 2, durationMs: 3 });
  });

  it('leaves no span with an invocation that lives on, be its trace kept or not', () => {
    const { begin, end } = aTracer();
    const calls = Array.from({ length: 20 }, () => begin());
    for (const call of calls) {
      query(call, 5);
      end(call);
    }

    expect(calls.map(({ work }) => work.trace?.spans.length)).to.deep.equal(Array(20).fill(0));
  });

  it('begins a trace anew for a call whose caller is over', () => {
    const { begin, end, takeTraces } = aTracer();
    const caller = begin('outer');
    end(caller);

    end(begin('inner', { parent: caller }));

    expect(takeTraces().map(treeOf)).to.deep.equal(['method outer', 'method inner']);
  });

  it('has the spans by their start, whatever the order of their ends', () => {
    const { begin, end, takeTraces, tick } = aTracer();
    const call = begin();
    tick(9);
    call.work.add('db', 'second', 1_004, 1_005);
    call.work.add('db', 'first', 1_002, 1_008);
    end(call);

    expect(takeTraces()[0]?.spans.map(({ name }) => name)).to.deep.equal([
      'tasks.add',
      'first',
      'second',
    ]);
  });

  it('asks for details only of what may be kept, and does without where that fails', () => {
    const { begin, end, takeTraces } = aTracer({ errorLimit: 0 });
    let asked = 0;
    const details = () => {
      asked++;
      throw new TypeError('a getter of the app');
    };
    for (let n = 0; n < 1000; n++) end(begin(), { details });

    expect(asked).to.be.within(2, 40);
    expect(takeTraces()).to.have.length(2);
  });

  it('tells what it kept and let go', () => {
    const { begin, end, recorder, samples, tracer } = aTracer();
    for (let n = 0; n < 10; n++) end(begin(), { outcome: n === 0 ? 'error' : 'ok' });

    tracer.collect(recorder.record);

    expect(
      samples.map((one) => one.kind === 'metric' && [one.metric, one.dims.kept, one.value]),
    ).to.deep.equal([
      ['radiant.traces', 'error', 1],
      ['radiant.traces', 'slow', 1],
      ['radiant.traces', 'random', 1],
      ['radiant.traces', 'no', 7],
    ]);
  });
});

describe('the limits of the tracer', () => {
  it('keep 200 spans of a trace, and count the rest by kind', () => {
    const { begin, end, takeTraces } = aTracer();
    const [full, over] = [begin('full'), begin('over')];
    query(full, 199);
    query(over, 201);
    end(full);
    end(over);

    const [first, second] = takeTraces();

    expect(first?.spans).to.have.length(200);
    expect(first).not.to.have.property('beyond');
    expect(second?.spans).to.have.length(200);
    expect(second?.beyond).to.deep.equal({ db: { count: 2, durationMs: 2 } });
  });

  it('hold 200,000 operations of one call in the memory of 200', () => {
    const { begin, end, takeTraces } = aTracer();
    const before = heapBytes();
    const call = begin();

    query(call, 200_000);
    const grownBytes = heapBytes() - before;
    end(call);

    const [trace] = takeTraces();
    expect(grownBytes).to.be.lessThan(256 * 1024);
    expect(trace?.spans).to.have.length(200);
    expect(trace?.beyond).to.deep.equal({ db: { count: 199_801, durationMs: 199_801 } });
    expect(call.work.busyMs('db', 0)).to.equal(200_000);
  });

  it('count a call by the server that found no room, with the time it took', () => {
    const { begin, end, takeTraces, tick } = aTracer({ spanLimit: 2 });
    const outer = begin('outer');
    query(outer);
    const inner = begin('inner', { parent: outer });
    tick(7);
    query(inner);
    end(inner);
    end(outer);

    const [trace] = takeTraces();
    expect(trace && treeOf(trace)).to.deep.equal({ 'method outer': ['db find tasks'] });
    expect(trace?.beyond).to.deep.equal({
      db: { count: 1, durationMs: 1 },
      method: { count: 1, durationMs: 7 },
    });
  });

  it('hold for 5,000 calls at once, and give the room back', () => {
    const { begin, end, takeTraces, drops } = aTracer({ windowBytes: 64 * 2 ** 20 });
    const calls = Array.from({ length: 5000 }, (_, n) => begin(`m${n % 100}`));
    for (const call of calls) query(call, 15);
    const spans = calls.reduce((sum, { work }) => sum + (work.trace?.spans.length ?? 0), 0);
    const counted = calls.reduce(
      (sum, { work }) => sum + (work.trace?.beyond?.get('db')?.count ?? 0),
      0,
    );
    expect(spans).to.equal(50_000);
    expect(counted).to.equal(30_000);
    const late = begin('late');
    expect(late.work.trace).to.equal(undefined);
    expect(drops).to.deep.equal({ 'trace-limit': 1 });

    for (const call of calls) end(call);
    end(late);
    takeTraces();
    const next = begin('next');
    query(next, 15);
    end(next);

    expect(takeTraces()[0]?.spans).to.have.length(16);
    expect(drops).to.deep.equal({ 'trace-limit': 1 });
  });

  it('follow as many calls as there is room for spans', () => {
    const { begin, drops } = aTracer({ openSpanLimit: 3 });
    for (let n = 0; n < 3; n++) begin();
    expect(drops).to.deep.equal({});

    begin();

    expect(drops).to.deep.equal({ 'trace-limit': 1 });
  });

  it('let go of what never ends, once there is little room and it is a minute old', () => {
    const { begin, end, takeTraces, drops, tick } = aTracer({ openSpanLimit: 100 });
    for (let n = 0; n < 20; n++) end(begin('over'));
    const hung = Array.from({ length: 91 }, () => begin('hung'));
    tick(60_000);
    takeTraces();
    expect(drops, 'at a minute').to.deep.equal({});
    tick(1);

    takeTraces();

    expect(drops).to.deep.equal({ 'trace-limit': 16 }); // a quarter of the room is free again
    expect(hung.map(({ work }) => work.trace?.isOpen).indexOf(true)).to.equal(16);
    for (const call of hung) end(call);
    expect(takeTraces().length).to.be.greaterThan(0);
  });

  it('leave what is old alone while there is room', () => {
    const { begin, takeTraces, drops, tick } = aTracer({ openSpanLimit: 100 });
    for (let n = 0; n < 89; n++) begin('hung');
    tick(3_600_000);

    takeTraces();

    expect(drops).to.deep.equal({});
  });
});

describe('the recorder around a tracer', () => {
  const make = (broken: 'begin' | 'end') => {
    const { recorder, failures } = fakeRecorder({ tracing: {} });
    const throws = () => {
      throw new Error('ours');
    };
    const owned = createRecorder({
      aggregate: { add: () => undefined, observer: recorder.observer, covered: recorder.covered },
      context: recorder.context,
      traces: { ...recorder.traces, [broken]: throws },
      errors: { add: () => undefined },
      logs: { add: () => undefined },
      events: { add: () => false },
      drops: { add: () => undefined, take: () => ({}), total: () => ({}) },
      now: recorder.now,
      warn: (_message, error) => failures.push(error),
    });
    return { owned, failures };
  };
  const start = { kind: 'method', name: 'a', at: 0 } as const;

  it('gives a call its work also when the tracer fails', () => {
    const { owned, failures } = make('begin');

    const work = owned.traces.begin(start);

    expect(work.trace).to.equal(undefined);
    expect(failures).to.have.length(1);
  });

  it('lets the end of a call be, when the tracer fails', () => {
    const { owned, failures } = make('end');

    owned.traces.end(anInvocation('method', 'a'), { at: 0, outcome: 'ok' });

    expect(failures).to.have.length(1);
  });

  it('traces nothing once it is closed', () => {
    const { owned } = make('end');
    owned.close();

    expect(owned.traces.begin(start).trace).to.equal(undefined);
  });
});
