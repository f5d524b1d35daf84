import { expect } from 'chai';
import type { Counts, OwnCounts } from '../../../server/hooks/facts-counts';
import { factsOf, readFacts } from '../../../server/hooks/read-facts';
import { watchFacts } from '../../../server/hooks/watch-facts';

const someFacts = () => ({
  _factsByPackage: { livedata: { sessions: 2 }, 'mongo-livedata': { 'observe-handles': 5 } },
});

function aWatch(live: Counts) {
  const facts = someFacts();
  const own: OwnCounts & { live: Counts } = {
    live,
    opening: 0,
    failed: 0,
    hasForeignDrivers: false,
  };
  const told: (string | undefined)[] = [];
  let collect: (() => void) | undefined;
  const undo = watchFacts({
    facts: factsOf(facts),
    counts: () => own,
    onCollect(compare) {
      collect = compare;
      return () => {
        collect = undefined;
      };
    },
    changed: (sentence) => told.push(sentence),
  });
  const set = (handles: number) => {
    facts._factsByPackage['mongo-livedata']['observe-handles'] = handles;
  };
  return {
    set,
    told,
    endWindow: () => collect?.(),
    undo,
    isListening: () => collect !== undefined,
  };
}

describe('watchFacts', () => {
  it('says nothing while the counts agree', () => {
    const watch = aWatch({ sessions: 2, handles: 5 });

    watch.endWindow();
    watch.endWindow();

    expect(watch.told).to.deep.equal([]);
  });

  it('says nothing of a difference that is gone in the next window', () => {
    const watch = aWatch({ sessions: 2, handles: 5 });

    for (const handles of [6, 5, 6, 5]) {
      watch.set(handles);
      watch.endWindow();
    }

    expect(watch.told).to.deep.equal([]);
  });

  it('tells of a difference that has lasted for two windows, once, and of its end', () => {
    const watch = aWatch({ sessions: 2, handles: 5 });

    watch.set(8);
    watch.endWindow();
    expect(watch.told).to.deep.equal([]);
    watch.endWindow();
    watch.endWindow();
    expect(watch.told).to.deep.equal([
      "Meteor's own facts count 8 observers, 3 more than Radiant (5)",
    ]);
    watch.set(5);
    watch.endWindow();
    watch.endWindow();

    expect(watch.told.slice(1)).to.deep.equal([undefined]);
  });

  it('takes what Meteor counted before as given', () => {
    const watch = aWatch({ sessions: 2, handles: 0 });

    watch.endWindow();
    watch.endWindow();

    expect(watch.told).to.deep.equal([]);
  });

  it('leaves with its undo', () => {
    const watch = aWatch({ sessions: 2, handles: 5 });

    watch.undo();

    expect(watch.isListening()).to.equal(false);
  });
});

describe('readFacts', () => {
  it('reads what was never counted as 0', () => {
    expect(readFacts(factsOf(someFacts()))).to.deep.equal({
      sessions: 2,
      subscriptions: 0,
      handles: 5,
      multiplexers: 0,
      oplogDrivers: 0,
      pollingDrivers: 0,
    });
  });

  it('refuses facts that are not kept where Meteor keeps them', () => {
    expect(() => factsOf({})).to.throw('Facts has no _factsByPackage');
    expect(() => factsOf(undefined)).to.throw('Facts has no _factsByPackage');
  });
});
