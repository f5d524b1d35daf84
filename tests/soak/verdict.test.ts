import { expect } from 'chai';
import { seededRandom } from '../support/seeded-random';
import type { ProcessFigures } from './process-figures';
import { bytesPerRestart, canTell, type Sample, type Tally, wrongs } from './verdict';

describe('the verdict on a soak', () => {
  it('is good where both apps grow alike, however the figures jump', () => {
    expect(wrongs(someSamples(), aTally())).to.deep.equal([]);
  });

  it('finds 200 bytes that are kept of each session', () => {
    const kept = someSamples((sessions) => ({ heapBytes: 200 * sessions }));

    expect(wrongs(kept, aTally())).to.have.length(1);
    expect(wrongs(kept, aTally())[0]).to.match(/^heap grows by \d+\.\d kB per 1,000 sessions/);
  });

  it('takes no growth for one that is within its limit', () => {
    const kept = someSamples((sessions) => ({ heapBytes: 80 * sessions }));

    expect(wrongs(kept, aTally())).to.deep.equal([]);
  });

  it('says whether it can tell, which a few samples do not let it', () => {
    expect(canTell(someSamples())).to.equal(true);
    expect(canTell(someSamples().slice(0, 9))).to.equal(false);
    expect(canTell([])).to.equal(false);
  });

  it('finds buffers, handles and listeners that pile up', () => {
    for (const name of ['externalBytes', 'resources', 'listeners'] as const) {
      const perSession = name === 'externalBytes' ? 400 : 0.05;
      const kept = someSamples((sessions) => ({ [name]: Math.round(perSession * sessions) }));

      expect(wrongs(kept, aTally()), name).to.have.length(1);
    }
  });

  it('wants every call that was answered, and none that was not sent', () => {
    expect(wrongs(someSamples(), aTally({ recorded: 90 }))).to.deep.equal([]);
    expect(wrongs(someSamples(), aTally({ recorded: 100 }))).to.deep.equal([]);
    expect(wrongs(someSamples(), aTally({ recorded: 89 }))).to.have.length(1);
    expect(wrongs(someSamples(), aTally({ recorded: 101 }))).to.have.length(1);
  });

  it('wants no series beyond the limit and what is folded', () => {
    const most = (count: number) => aTally({ mostSeries: { metric: 'method.calls', count } });

    expect(wrongs(someSamples(), most(150))).to.deep.equal([]);
    expect(wrongs(someSamples(), most(151))).to.have.length(1);
  });

  it('allows what names beyond the limit are counted as, and no other loss', () => {
    const dropped = (drops: object) => someSamples(() => ({ radiant: { ...radiant, drops } }));

    expect(wrongs(dropped({ 'series-limit': 7 }), aTally())).to.deep.equal([]);
    expect(wrongs(dropped({ 'buffer-full': 1 }), aTally())).to.deep.equal([
      '1 dropped: buffer-full',
    ]);
  });

  it('wants nothing left of an agent that was stopped', () => {
    expect(wrongs(someSamples(), aTally({ bytesPerRestart }))).to.deep.equal([]);
    expect(wrongs(someSamples(), aTally({ bytesPerRestart: bytesPerRestart + 1 }))).to.have.length(
      1,
    );
    expect(wrongs(someSamples(), aTally({ listenersPerRestart: 1 }))).to.have.length(1);
  });

  it('tells of errors that nobody caught, and of what failed outside', () => {
    const uncaught = someSamples(() => ({ uncaught: ['Error: oh'] }));

    expect(wrongs(uncaught, aTally())).to.deep.equal(['nobody caught: Error: oh']);
    expect(wrongs(someSamples(), aTally({ failures: ['no connection'] }))).to.deep.equal([
      'no connection',
    ]);
  });
});

const radiant = { series: 800, waitingBytes: 0, delivered: 9, drops: {}, impaired: {} };

/** Of two minutes: 2,000 sessions, and figures as they are measured, which jump by 100 kB. */
function someSamples(more: (sessions: number) => Partial<ProcessFigures> = () => ({})): Sample[] {
  const random = seededRandom(1);
  return Array.from({ length: 16 }, (_, index) => {
    const sessions = 1_000 + 130 * index;
    const added = more(sessions);
    return {
      minutes: 1 + index / 8,
      sessions,
      radiant: figures(random, sessions, added),
      bare: figures(random, sessions, {}),
    };
  });
}

function figures(
  random: () => number,
  sessions: number,
  added: Partial<ProcessFigures>,
): ProcessFigures {
  const { heapBytes = 0, externalBytes = 0, resources = 0, listeners = 0 } = added;
  return {
    heapBytes: 50e6 + 500 * sessions + 100e3 * random() + heapBytes,
    externalBytes: 30e6 + 20e3 * random() + externalBytes,
    rssBytes: 180e6 + 1e6 * random(),
    resources: 20 + Math.round(3 * random()) + resources,
    listeners: 21 + listeners,
    uncaught: added.uncaught ?? [],
    cpuMs: 0,
    radiant: added.radiant ?? radiant,
  };
}

function aTally(more: Partial<Tally> = {}): Tally {
  return {
    ...{ sent: 100, answered: 90, recorded: 95, seriesLimit: 100 },
    mostSeries: { metric: 'db.duration', count: 101 },
    ...{ failures: [], bytesPerRestart: 0, listenersPerRestart: 0 },
    ...more,
  };
}
