import { expect } from 'chai';
import { reportHistory } from '../../server/report-history';
import { memorySink } from '../../server/sinks/memory';
import { aBatch, aResource } from '../support/a-batch';
import { observerOf } from '../support/an-observer';

const start = 1_728_000_000_000;
const range = { from: start, to: start + 60_000, stepMs: 10_000 };
const { signal } = new AbortController();

function aSink() {
  return memorySink({ now: () => range.to });
}

describe('reportHistory', () => {
  it('adds up what was counted in each step over the processes, and tells what is live at its end', async () => {
    const sink = aSink();
    const observers = [
      observerOf('a', {
        handles: 3,
        multiplexers: 2,
        created: 1,
        cpuMs: 5,
        evaluations: 40,
        useful: 4,
      }),
      observerOf('b', {
        handles: 1,
        multiplexers: 1,
        reused: 2,
        cpuMs: 1,
        evaluations: 10,
        useful: 5,
      }),
    ];
    for (const instance of ['one', 'two']) {
      const resource = aResource({ instance });
      await sink.write(aBatch({ id: instance, from: start, resource, observers }), signal);
    }

    const { points, stepMs } = await reportHistory(sink.reader, range);

    expect(stepMs).to.equal(10_000);
    expect(points).to.deep.equal([
      {
        ...{
          at: start,
          reportedMs: 10_000,
          handles: 8,
          multiplexers: 6,
          duplicates: 0,
          orphans: 0,
        },
        ...{ created: 2, reused: 4, stopped: 0, cpuMs: 12, fanout: 0, polls: 0, polledDocs: 0 },
        ...{ evaluations: 100, useful: 18 },
      },
    ]);
  });

  it('tells of the chosen ones alone, and of none that there is none', async () => {
    const sink = aSink();
    const observers = [
      observerOf('a', { cpuMs: 5 }),
      observerOf('b', { cpuMs: 7, driver: 'polling' }),
    ];
    await sink.write(aBatch({ from: start, observers }), signal);
    const cpuOf = async (choice: object) =>
      (await reportHistory(sink.reader, { ...range, ...choice })).points.map(({ cpuMs }) => cpuMs);

    expect(await cpuOf({ name: 'a' })).to.deep.equal([5]);
    expect(await cpuOf({ driver: 'polling' })).to.deep.equal([7]);
    expect(await cpuOf({ kind: 'publication', collection: 'tasks' })).to.deep.equal([12]);
    expect(await cpuOf({ kind: 'method' })).to.deep.equal([0]);
    expect(await cpuOf({ shape: 'other' })).to.deep.equal([0]);
  });

  it('knows no evaluations where no entry does, and else those of the entries that do', async () => {
    const sink = aSink();
    const { evaluations: _, useful: __, ...uncounted } = observerOf('b', { cpuMs: 1 });
    const observers = [observerOf('a', { evaluations: 5, useful: 1 }), uncounted];
    await sink.write(aBatch({ from: start, observers }), signal);
    const pointsOf = async (name?: string) =>
      (await reportHistory(sink.reader, { ...range, name })).points;

    expect((await pointsOf())[0]).to.include({ evaluations: 5, useful: 1, cpuMs: 1 });
    expect((await pointsOf('b'))[0]).to.include({ cpuMs: 1 });
    expect((await pointsOf('b'))[0]).not.to.have.any.keys('evaluations', 'useful');
  });

  it('has no point where no process reported', async () => {
    const sink = aSink();
    for (const from of [start, start + 30_000]) {
      await sink.write(aBatch({ id: `at ${from}`, from, observers: [] }), signal);
    }

    const { points } = await reportHistory(sink.reader, range);

    expect(points.map(({ at, handles }) => [at, handles])).to.deep.equal([
      [start, 0],
      [start + 30_000, 0],
    ]);
  });
});
