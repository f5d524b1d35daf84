import { expect } from 'chai';
import { traceWords } from '../../../../../client/dashboard/screens/traces/trace-words';
import type { Trace } from '../../../../../common/trace';
import { aSpan, aTrace } from '../../../../support/a-trace';

const root = aSpan({ kind: 'method', name: 'a', startMs: 0, durationMs: 100, onCpuMs: 1.5 });
const find = {
  ...{ kind: 'db' as const, name: 'find', parentId: root.id },
  attributes: { collection: 'tasks' },
};

const told = (fields: Partial<Trace> = {}) =>
  traceWords(aTrace({ name: 'a', durationMs: 100, spans: [root], ...fields }));

describe('traceWords', () => {
  it('says what took the most, and of what it consisted', () => {
    const spans = [
      root,
      aSpan({ ...find, startMs: 0, durationMs: 41 }),
      aSpan({ ...find, startMs: 41, durationMs: 40 }),
    ];

    expect(told({ spans }).took).to.deep.equal([
      '81 % waiting for the database: tasks.find twice',
      '19 % in its own code, or in waits that Radiant does not see; at least 1.5 ms on the CPU',
    ]);
  });

  it('leaves small parts out, but never says nothing', () => {
    const spans = [root, aSpan({ ...find, startMs: 0, durationMs: 9 })];

    expect(told({ spans }).took).to.have.lengthOf(1);
    expect(told().took).to.have.lengthOf(1);
  });

  it('names two of many steps, and says how many more there are', () => {
    const spans = ['one', 'two', 'three', 'four'].map((name, index) =>
      aSpan({ ...find, name, startMs: index * 25, durationMs: 25 - index }),
    );

    expect(told({ spans: [root, ...spans] }).took[0]).to.equal(
      '94 % waiting for the database: tasks.one once, tasks.two once and 2 more',
    );
  });

  it('tells a call that other work held up from one that held up others', () => {
    const [free] = told({ around: { loopBusyMs: 12 } }).hints;
    const [held] = told({ around: { loopBusyMs: 96 } }).hints;
    const busy = { ...root, onCpuMs: 90 };
    const [holding] = told({ spans: [busy], around: { loopBusyMs: 96 } }).hints;

    expect(free).to.contain('busy for 12 % of the time: it did not hold the call up much');
    expect(held).to.contain('busy for 96 % of the time, mostly with other work');
    expect(holding).to.contain('busy for 96 % of the time, mostly with this call’s own code');
  });

  it('says nothing of an event loop that was not measured', () => {
    expect(told().hints).to.deep.equal([]);
  });

  it('speaks of a query in a loop from ten times on', () => {
    const times = (count: number) =>
      Array.from({ length: count }, (_, at) => aSpan({ ...find, startMs: at, durationMs: 1 }));

    expect(told({ spans: [root, ...times(9)] }).hints).to.deep.equal([]);
    expect(told({ spans: [root, ...times(10)] }).hints).to.deep.equal([
      'tasks.find ran 10 times in one call: try to ask once.',
    ]);
  });

  it('names steps that failed, did not end, or found no room', () => {
    const spans = [
      { ...root, failed: true },
      aSpan({ ...find, failed: true }),
      aSpan({ ...find, unfinished: true }),
    ];

    const { hints } = told({ spans, beyond: { db: { count: 300, durationMs: 4_000 } } });

    expect(hints).to.deep.equal([
      'These steps failed: database tasks.find.',
      '1 step was still under way at its end: does an await miss before it?',
      'Beyond the 3 steps that are kept there were more: database 300 times (4 s in all).',
    ]);
  });
});
