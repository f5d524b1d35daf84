import { expect } from 'chai';
import {
  baselineOf,
  compareFacts,
  describeDrifts,
  lowerBaseline,
} from '../../../server/hooks/compare-facts';
import type { Counts, OwnCounts } from '../../../server/hooks/facts-counts';

const theFacts = (given: Counts = {}): Required<Counts> => ({
  sessions: 3,
  subscriptions: 9,
  handles: 7,
  multiplexers: 5,
  oplogDrivers: 4,
  pollingDrivers: 1,
  ...given,
});

const ours = ({ live, ...given }: Partial<OwnCounts> = {}): OwnCounts => ({
  live: { ...theFacts(), ...live },
  opening: 0,
  failed: 0,
  hasForeignDrivers: false,
  ...given,
});

const names = (facts: Required<Counts>, own: OwnCounts, baseline: Counts = {}) =>
  compareFacts(facts, own, baseline).map(({ name }) => name);

describe('compareFacts', () => {
  it('finds nothing where the counts agree', () => {
    expect(compareFacts(theFacts(), ours(), {})).to.deep.equal([]);
  });

  for (const name of Object.keys(theFacts()) as (keyof Counts)[]) {
    it(`finds one too many and one too few ${name}`, () => {
      const facts = theFacts();

      for (const by of [-1, 1]) {
        const drifts = compareFacts({ ...facts, [name]: facts[name] + by }, ours(), {});
        expect(drifts).to.deep.equal([{ name, facts: facts[name] + by, own: facts[name] }]);
      }
    });
  }

  it('does not compare what Radiant does not count', () => {
    const { sessions: _sessions, ...live } = theFacts();

    expect(compareFacts(theFacts({ sessions: 99 }), { ...ours(), live }, {})).to.deep.equal([]);
  });

  it('lets Meteor be ahead by what was there before, until that has ended', () => {
    const baseline = baselineOf(theFacts({ handles: 2 }), ours({ live: { handles: 0 } }));

    expect(baseline.handles).to.equal(2);
    expect(names(theFacts({ handles: 9 }), ours(), baseline)).to.deep.equal([]);
    expect(names(theFacts({ handles: 7 }), ours(), baseline)).to.deep.equal([]);
    expect(names(theFacts({ handles: 10 }), ours(), baseline)).to.deep.equal(['handles']);
    expect(names(theFacts({ handles: 6 }), ours(), baseline)).to.deep.equal(['handles']);
  });

  it('lets Meteor be ahead by the observers that are being opened', () => {
    const facts = theFacts({ handles: 9, multiplexers: 7, oplogDrivers: 6 });

    expect(names(facts, ours({ opening: 2 }))).to.deep.equal([]);
    expect(names(facts, ours({ opening: 1 }))).to.have.members([
      'handles',
      'multiplexers',
      'oplogDrivers',
    ]);
  });

  it('knows that Meteor keeps the handles of queries that failed, and only the handles', () => {
    expect(names(theFacts({ handles: 9 }), ours({ failed: 2 }))).to.deep.equal([]);
    expect(names(theFacts({ multiplexers: 7 }), ours({ failed: 2 }))).to.deep.equal([
      'multiplexers',
    ]);
  });

  it('knows that Meteor takes polling drivers back that it never counted', () => {
    expect(names(theFacts({ pollingDrivers: -1 }), ours({ failed: 2 }))).to.deep.equal([]);
    expect(names(theFacts({ pollingDrivers: -2 }), ours({ failed: 2 }))).to.deep.equal([
      'pollingDrivers',
    ]);
  });

  it('knows that redis-oplog takes back oplog drivers that nobody counted', () => {
    expect(names(theFacts({ oplogDrivers: -3 }), ours())).to.deep.equal([]);
    expect(names(theFacts({ oplogDrivers: 1 }), ours({ hasForeignDrivers: true }))).to.deep.equal(
      [],
    );
  });

  it('lets sessions and subscriptions not be ahead for observers’ sake', () => {
    const facts = theFacts({ sessions: 4, subscriptions: 10 });

    expect(names(facts, ours({ opening: 5, failed: 5 }))).to.deep.equal([
      'sessions',
      'subscriptions',
    ]);
  });
});

describe('lowerBaseline', () => {
  it('follows what has ended down, and never up again', () => {
    const lowered = lowerBaseline({ handles: 3 }, theFacts({ handles: 8 }), ours());

    expect(lowered.handles).to.equal(1);
    expect(lowerBaseline(lowered, theFacts({ handles: 10 }), ours()).handles).to.equal(1);
  });

  it('leaves alone what is not counted now', () => {
    const { handles: _handles, ...live } = theFacts();

    expect(
      lowerBaseline({ handles: 3 }, theFacts({ handles: 0 }), { ...ours(), live }).handles,
    ).to.equal(3);
  });
});

describe('describeDrifts', () => {
  it('says which counts differ, and by how much', () => {
    const sentence = describeDrifts([
      { name: 'handles', facts: 12, own: 10 },
      { name: 'oplogDrivers', facts: 3, own: 4 },
    ]);

    expect(sentence).to.equal(
      "Meteor's own facts count 12 observers, 2 more than Radiant (10); 3 oplog drivers, 1 fewer than Radiant (4)",
    );
  });
});
