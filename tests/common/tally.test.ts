import { expect } from 'chai';
import { addTallies, tallyOf } from '../../common/tally';
import { aSeries } from '../support/a-batch';

describe('tallyOf', () => {
  it('takes what a counter gained', () => {
    const tally = tallyOf(aSeries('ddp.connects', {}, 7), 10_000);

    expect(tally).to.deep.equal({ count: 0, sum: 7, max: 7 });
  });

  it('weighs a gauge by the time it stands for', () => {
    const tally = tallyOf(aSeries('ddp.sessions', { state: 'parked' }, 3), 10_000);

    expect(tally).to.deep.equal({ count: 10_000, sum: 30_000, max: 3 });
  });

  it('takes count, sum, maximum and buckets of a histogram', () => {
    const series = aSeries('publication.initialDocs', { name: 'a' }, [1, 5]);

    const tally = tallyOf(series, 10_000);

    expect(tally).to.deep.equal({ count: 2, sum: 6, max: 5, histogram: series.value });
  });
});

describe('addTallies', () => {
  const values = (...list: number[]) =>
    tallyOf(aSeries('publication.initialDocs', { name: 'a' }, list), 0);

  it('adds everything up', () => {
    expect(addTallies(values(1, 5), values(9))).to.deep.equal(values(1, 5, 9));
  });

  it('has no buckets where only one of both has', () => {
    const { histogram: _, ...numbers } = values(9);

    for (const sum of [addTallies(values(1), numbers), addTallies(numbers, values(1))]) {
      expect(sum).to.deep.equal({ count: 2, sum: 10, max: 9, histogram: undefined });
    }
  });
});
