import { expect } from 'chai';
import { createReactiveVar } from './reactive-var';
import { createTracker } from './tracker';

describe('Tracker of a client', () => {
  function aTracker() {
    const printed: unknown[][] = [];
    const Tracker = createTracker({ soon: () => {}, debug: (...args) => printed.push(args) });
    return { Tracker, ReactiveVar: createReactiveVar(Tracker), printed };
  }

  it('runs a computation again at the flush after a change, once', () => {
    const { Tracker, ReactiveVar } = aTracker();
    const count = new ReactiveVar(0);
    const seen: number[] = [];
    Tracker.autorun(() => seen.push(count.get()));

    count.set(1);
    count.set(2);
    const before = [...seen];
    Tracker.flush();

    expect([before, seen]).to.deep.equal([[0], [0, 2]]);
  });

  it('does not run again for the value it has', () => {
    const { Tracker, ReactiveVar } = aTracker();
    const name = new ReactiveVar('a');
    const seen: string[] = [];
    Tracker.autorun(() => seen.push(name.get()));

    name.set('a');
    Tracker.flush();

    expect(seen).to.deep.equal(['a']);
  });

  it('stops computations within one that runs again', () => {
    const { Tracker, ReactiveVar } = aTracker();
    const [outer, inner] = [new ReactiveVar(0), new ReactiveVar(0)];
    let runs = 0;
    Tracker.autorun(() => {
      outer.get();
      Tracker.autorun(() => {
        inner.get();
        runs += 1;
      });
    });

    outer.set(1);
    Tracker.flush();
    inner.set(1);
    Tracker.flush();

    expect(runs).to.equal(3);
  });

  it('prints what a computation throws when it runs again, and throws it the first time', () => {
    const { Tracker, ReactiveVar, printed } = aTracker();
    const fails = new ReactiveVar(false);
    const run = () => {
      if (fails.get()) throw new Error('no');
    };
    Tracker.autorun(run);

    fails.set(true);
    Tracker.flush();

    expect(printed).to.have.length(1);
    expect(() => Tracker.autorun(run)).to.throw('no');
  });

  it('does not depend on what is read without reactivity', () => {
    const { Tracker, ReactiveVar } = aTracker();
    const count = new ReactiveVar(0);
    let runs = 0;
    Tracker.autorun(() => {
      Tracker.nonreactive(() => count.get());
      runs += 1;
    });

    count.set(1);
    Tracker.flush();

    expect(runs).to.equal(1);
  });
});
