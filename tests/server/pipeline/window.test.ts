import { expect } from 'chai';
import type { Series } from '../../../common/batch';
import { batchBytes } from '../../../common/batch-bytes';
import type { Resource } from '../../../common/resource';
import type { Trace } from '../../../common/trace';
import { createAggregate } from '../../../server/pipeline/aggregate/aggregate';
import { createDropCounter } from '../../../server/pipeline/drop-counter';
import { createInvocationContext } from '../../../server/pipeline/invocation-context';
import { createRecorder } from '../../../server/pipeline/recorder';
import { untraced } from '../../../server/pipeline/untraced';
import { createWindow } from '../../../server/pipeline/window';
import { aTrace } from '../../support/a-trace';
import { aMethodSample } from '../../support/samples';

function aWindow({ workMs = 0, traces = [] }: { workMs?: number; traces?: Trace[] } = {}) {
  let now = 0;
  let wall = 50_000;
  let pauses = 0;
  const drops = createDropCounter();
  const aggregate = createAggregate({ perMetric: 10_000, histograms: 10_000, idleWindows: 100 });
  const recorder = createRecorder({
    aggregate,
    drops,
    context: createInvocationContext(),
    traces: untraced,
    errors: { add: () => undefined },
    logs: { add: () => undefined },
    events: { add: () => false },
    now: () => {
      now += workMs; // every look at the clock costs time: as if the work did
      return now;
    },
    warn: () => undefined,
  });
  const window = createWindow({
    aggregate,
    recorder,
    drops,
    resource: { instance: 'abc' } as Resource,
    *takeTraces() {
      yield* traces.splice(0);
    },
    takeRecords: () => ({}),
    wallNow: () => wall,
    sliceMs: 1,
    pause: async () => {
      pauses++;
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  return {
    window,
    recorder,
    drops,
    pauses: () => pauses,
    wait: (ms: number) => {
      wall += ms;
    },
  };
}

const connects = (series: readonly Series[]) =>
  series.find(({ metric }) => metric === 'ddp.connects')?.value;

const calls = (
  count: number,
  recorder: { record: ReturnType<typeof createRecorder>['record'] },
) => {
  for (let index = 0; index < count; index++) {
    recorder.record(aMethodSample({ name: `m${index}` }));
  }
};

describe('window', () => {
  it('books its own time to Radiant', async () => {
    const { window, recorder } = aWindow({ workMs: 0.01 });
    const owners = new Set<string | undefined>();
    const ofRadiant: number[] = [];
    calls(50, recorder);
    recorder.cpu.watch({
      accountOf(owner) {
        owners.add(owner.label?.owner);
        return { add: (from, to) => ofRadiant.push(to - from) };
      },
    });

    await window.close();

    expect([...owners]).to.deep.equal(['radiant']);
    expect(ofRadiant.every((ms) => ms > 0)).to.equal(true);
    expect(ofRadiant.length).to.be.greaterThan(1);
  });

  it('makes batches that follow each other without gap or overlap', async () => {
    const { window, wait } = aWindow();

    wait(10_000);
    const first = await window.close();
    wait(10_000);
    const second = await window.close();

    expect([first.from, first.to]).to.deep.equal([50_000, 60_000]);
    expect([second.from, second.to]).to.deep.equal([60_000, 70_000]);
    expect([first.id, second.id]).to.deep.equal(['abc-1', 'abc-2']);
    expect(second.sequences).to.deep.equal([2, 2]);
  });

  it('asks the instruments for gauges and counters before it closes', async () => {
    const { window, recorder } = aWindow();
    recorder.onCollect(() => {
      recorder.record({ kind: 'metric', metric: 'ddp.connects', dims: {}, value: 7 });
    });

    expect(connects((await window.close()).series)).to.equal(7);
  });

  it('goes on when an instrument fails to tell, and counts it in the same batch', async () => {
    const { window, recorder } = aWindow();
    recorder.onCollect(() => {
      throw new Error('broken');
    });

    const batch = await window.close();

    expect(batch.drops).to.deep.equal({ 'instrument-failed': 1 });
    const told = batch.series.find(({ metric }) => metric === 'radiant.drops');
    expect(told).to.deep.include({ dims: { reason: 'instrument-failed' }, value: 1 });
  });

  it('tells losses once', async () => {
    const { window, drops } = aWindow();
    drops.add('sink-failed', 2);

    expect((await window.close()).drops).to.deep.equal({ 'sink-failed': 2 });
    expect((await window.close()).drops).to.deep.equal({});
  });

  it('makes no more traces in one turn than there is time for', async () => {
    const made = Array.from({ length: 50 }, () => aTrace());
    const { window, pauses } = aWindow({ workMs: 2, traces: [...made] });

    const batch = await window.close();

    expect(batch.traces).to.deep.equal(made);
    expect(pauses()).to.be.within(50, 60);
    expect(await window.close()).not.to.have.property('traces');
  });

  it('lets the event loop have its turn when closing takes longer than a slice', async () => {
    const { window, recorder, pauses } = aWindow({ workMs: 2 });
    calls(100, recorder);

    const batch = await window.close();

    expect(batch.series.filter(({ metric }) => metric === 'method.run')).to.have.length(100);
    expect(pauses()).to.be.greaterThan(5);
  });

  it('weighs what it takes, as much as it weighs in the end', async () => {
    const { window, recorder } = aWindow({ workMs: 0.4 });
    for (let index = 0; index < 100; index++) {
      recorder.record(aMethodSample({ name: `tasks.method${index}`, runMs: index }));
    }

    const batch = await window.close();

    expect(batch.series.length).to.be.above(100);
    expect(batchBytes(batch)).to.equal(batchBytes({ ...batch, series: [...batch.series] }));
  });

  it('closes at once when asked to, and first what it was closing', async () => {
    const { window, recorder, wait } = aWindow({ workMs: 2 });
    calls(100, recorder);
    wait(10);
    const underWay = window.close();
    recorder.record({ kind: 'metric', metric: 'ddp.connects', dims: {}, value: 1 });

    const [first, last] = window.closeNow();

    expect(first).to.equal(await underWay);
    const both = [...(first?.series ?? []), ...(last?.series ?? [])];
    expect(both.filter(({ metric }) => metric === 'method.run')).to.have.length(100);
    expect(both.filter(({ metric }) => metric === 'ddp.connects')).to.have.length(1);
  });

  it('closes one after the other when asked twice at once', async () => {
    const { window, recorder } = aWindow({ workMs: 2 });
    calls(100, recorder);

    const [first, second] = await Promise.all([window.close(), window.close()]);

    expect([first.id, second.id]).to.deep.equal(['abc-1', 'abc-2']);
    expect(second.series.filter(({ metric }) => metric === 'method.run')).to.deep.equal([]);
  });

  it('never makes a window of no length, even when the clock stands still or goes back', async () => {
    const { window, wait } = aWindow();

    const first = await window.close();
    wait(-5_000);
    const second = await window.close();

    expect(first.to).to.equal(first.from + 1);
    expect(second.from).to.equal(first.to);
    expect(second.to).to.be.greaterThan(second.from);
  });
});
