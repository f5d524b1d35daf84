import { expect } from 'chai';
import { collectionRows } from '../../../../../client/dashboard/screens/observers/collection-rows';
import { aReport, aReported } from './a-report';

const covered = (mutations: number, expected: number, evaluations = expected) => ({
  ...{ mutations, expected, evaluations },
  ...(expected > 0 && { ratio: evaluations / expected }),
});

describe('collectionRows', () => {
  it('take mutations × drivers apart, whose product the evaluations are', () => {
    const collections = { tasks: covered(1_000, 30_000, 24_000) };
    const coverage = { evaluations: 24_000, expected: 30_000, collections };
    const [row] = collectionRows(aReport({ observers: [aReported()], coverage }));

    expect(row).to.include({
      ...{ mutationsPerSecond: 10, driversPerMutation: 30, evaluationsPerSecond: 300 },
      coverage: 0.8,
    });
  });

  it('add up the entries of a collection, and put the one that costs most first', () => {
    const observers = [
      aReported({ collection: 'cheap', cpuMs: 10, share: 0.01 }),
      aReported({ cpuMs: 300, share: 0.3, multiplexers: 2, handles: 4, polledDocs: 100 }),
      aReported({ name: 'other', cpuMs: 200, share: 0.2, multiplexers: 1, handles: 1 }),
    ];

    const rows = collectionRows(aReport({ observers }));

    expect(rows.map(({ collection }) => collection)).to.deep.equal(['tasks', 'cheap']);
    expect(rows[0]).to.deep.equal({
      ...{ collection: 'tasks', multiplexers: 3, handles: 5 },
      ...{ polledDocsPerSecond: 1, cpuMsPerSecond: 5, share: 0.5 },
    });
  });

  it('do not know mutations that no stream delivers, nor a share without the CPU of processes', () => {
    const [row] = collectionRows(aReport({ observers: [aReported({ driver: 'polling' })] }));

    expect(row).not.to.have.any.keys(
      ...['mutationsPerSecond', 'driversPerMutation', 'evaluationsPerSecond', 'coverage', 'share'],
    );
  });

  it('have no drivers per mutation where none came', () => {
    const coverage = { evaluations: 0, expected: 0, collections: { tasks: covered(0, 0) } };
    const [row] = collectionRows(aReport({ observers: [aReported()], coverage }));

    expect(row).to.include({ mutationsPerSecond: 0, evaluationsPerSecond: 0 });
    expect(row).not.to.have.any.keys('driversPerMutation', 'coverage');
  });

  it('keep a collection whose observers are gone, and survive any name', () => {
    const coverage = { evaluations: 9, expected: 9, collections: { gone: covered(3, 9) } };
    const observers = [aReported({ collection: '__proto__', cpuMs: 5 })];

    const rows = collectionRows(aReport({ observers, coverage, wallMs: 0 }));

    expect(rows.map(({ collection }) => collection)).to.have.members(['__proto__', 'gone']);
    const own = rows.find(({ collection }) => collection === '__proto__');
    expect(own).not.to.have.property('mutationsPerSecond');
  });
});
