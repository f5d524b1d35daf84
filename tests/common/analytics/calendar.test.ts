import { expect } from 'chai';
import { unitStart, unitsOf } from '../../../common/analytics/calendar';

const at = (iso: string) => Date.parse(iso);
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);

describe('the calendar', () => {
  it('has weeks that begin on Monday, at midnight UTC', () => {
    const times = ['2026-11-22T23:59:59.999Z', '2026-11-23T00:00:00Z', '1969-12-28T00:00:00Z'];

    expect(times.map((time) => iso(unitStart('week', at(time))))).to.deep.equal([
      '2026-11-16',
      '2026-11-23',
      '1969-12-22',
    ]);
  });

  it('has months of any length, over the end of a year', () => {
    const months = [
      ...unitsOf('month', at('2027-11-30T12:00:00Z'), at('2028-03-01T00:00:00.001Z')),
    ];

    expect(months.map(iso)).to.deep.equal([
      '2027-11-01',
      '2027-12-01',
      '2028-01-01',
      '2028-02-01',
      '2028-03-01',
    ]);
  });

  it('leaves out a day of which the range has nothing', () => {
    const days = [...unitsOf('day', at('2026-02-27T23:59:59.999Z'), at('2026-03-01T00:00:00Z'))];

    expect(days.map(iso)).to.deep.equal(['2026-02-27', '2026-02-28']);
  });
});
