import { expect } from 'chai';
import fc from 'fast-check';
import { timeSplit } from '../../../../../client/dashboard/screens/traces/time-split';
import { aSpan } from '../../../../support/a-trace';

const root = aSpan({ kind: 'method', name: 'tasks.add', startMs: 0, durationMs: 100 });
const run = aSpan({ kind: 'run', name: 'run', parentId: root.id, startMs: 10, durationMs: 80 });
const queue = aSpan({
  kind: 'queue',
  name: 'queue',
  parentId: root.id,
  startMs: 0,
  durationMs: 10,
});
const find = { parentId: run.id, name: 'find', attributes: { collection: 'tasks' } };

const shortOf = (parts: ReturnType<typeof timeSplit>) =>
  parts.map(({ kind, durationMs }) => [kind, durationMs]);

describe('timeSplit', () => {
  it('gives each moment to the innermost step, the most first', () => {
    const spans = [
      root,
      queue,
      run,
      aSpan({ ...find, startMs: 20, durationMs: 30 }),
      aSpan({ ...find, startMs: 55, durationMs: 20 }),
    ];

    const parts = timeSplit(spans, 100);

    expect(shortOf(parts)).to.deep.equal([
      ['db', 50],
      ['own', 40],
      ['queue', 10],
    ]);
    expect(parts[0]).to.deep.include({
      share: 0.5,
      steps: [{ label: 'tasks.find', count: 2, durationMs: 50 }],
    });
  });

  it('counts what ran side by side once', () => {
    const spans = [
      root,
      run,
      aSpan({ ...find, startMs: 20, durationMs: 40 }),
      aSpan({ ...find, startMs: 20, durationMs: 40 }),
    ];

    expect(shortOf(timeSplit(spans, 100))).to.deep.equal([
      ['own', 60],
      ['db', 40],
    ]);
  });

  it('tells the code of a call that it made from its own', () => {
    const inner = aSpan({
      kind: 'method',
      name: 'b',
      parentId: run.id,
      startMs: 20,
      durationMs: 50,
    });
    const innerRun = { ...aSpan({ kind: 'run', name: 'run' }), parentId: inner.id };
    const spans = [
      root,
      run,
      inner,
      { ...innerRun, startMs: 25, durationMs: 40 },
      aSpan({ ...find, parentId: innerRun.id, startMs: 30, durationMs: 10 }),
    ];

    const parts = timeSplit(spans, 100);

    expect(shortOf(parts)).to.deep.equal([
      ['own', 50],
      ['call', 40],
      ['db', 10],
    ]);
    expect(parts[1]?.steps).to.deep.equal([{ label: 'b', count: 1, durationMs: 40 }]);
  });

  it('adds up to the whole, however steps overlap', () => {
    const times = fc.array(
      fc.record({ startMs: fc.nat(150), durationMs: fc.nat(150), parent: fc.nat(10) }),
    );
    fc.assert(
      fc.property(times, (made) => {
        const spans = [root];
        for (const { parent, ...time } of made) {
          spans.push(aSpan({ ...time, parentId: (spans[parent % spans.length] ?? root).id }));
        }

        const sum = timeSplit(spans, 100).reduce((all, { durationMs }) => all + durationMs, 0);

        expect(sum).to.be.closeTo(100, 1e-9);
      }),
    );
  });

  it('says nothing of a trace without steps, or without length', () => {
    expect(timeSplit([], 100)).to.deep.equal([]);
    expect(timeSplit([{ ...root, durationMs: 0 }], 0)).to.deep.equal([]);
  });
});
