import { expect } from 'chai';
import {
  allAdvice,
  methodAdvice,
} from '../../../../../client/dashboard/screens/methods/method-advice';
import type { MethodRow } from '../../../../../client/dashboard/screens/methods/method-rows';
import type { TimeSplit } from '../../../../../client/dashboard/screens/methods/time-split';

const adviceOn = (split: TimeSplit) => methodAdvice({ split, row: undefined }).join(' ');

describe('what to do about a method', () => {
  it('is what the largest part of its time asks for', () => {
    expect(adviceOn({ queue: 300, run: 100 }))
      .to.contain('75 %')
      .and.contain('this.unblock()');
    expect(adviceOn({ run: 100, fence: 101 })).to.contain('reach the observers');
    expect(adviceOn({ run: 100, db: 60 })).to.contain('60 % of its run it waits for the database');
    expect(adviceOn({ run: 100, http: 60 })).to.contain('other servers');
    expect(adviceOn({ run: 100, email: 60 })).to.contain('e-mail');
    expect(adviceOn({ run: 100, cpu: 60 })).to.contain('CPU profile');
    expect(adviceOn({ run: 100, db: 50, http: 50 })).to.contain('No single part');
  });

  it('does not trouble anybody with a quick one', () => {
    expect(adviceOn({ queue: 15, run: 4 })).to.equal('A mean call takes 19 ms: that is quick.');
    expect(adviceOn({ queue: 15, run: 5 })).to.contain('queue');
  });

  it('names failures first, from one call in twenty', () => {
    const split = { run: 100 };

    const advice = methodAdvice({ split, row: { errorShare: 0.05, deniedShare: 0.06 } });

    expect(advice[0]).to.contain('5 % of its calls fail');
    expect(advice[1]).to.contain('refuses 6 %');
    expect(methodAdvice({ split, row: { errorShare: 0.04, deniedShare: 0.04 } })).to.have.length(1);
  });

  it('is to pick the one with the highest impact, where all are shown', () => {
    const rows = [
      { name: 'a', impact: 0.2 },
      { name: 'b', impact: 0.8 },
    ] as MethodRow[];

    expect(allAdvice(rows).join()).to.contain('b has 80 %');
    expect(allAdvice(rows.slice(0, 1))).to.deep.equal([]);
  });
});
