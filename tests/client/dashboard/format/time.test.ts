import { expect } from 'chai';
import { spanOf } from '../../../../client/dashboard/format/span-of';
import { agoText, dayText, tickText, timeText } from '../../../../client/dashboard/format/time';

const local = (day: number, hour: number, minute = 0, second = 0) =>
  new Date(2026, 10, day, hour, minute, second).getTime();

describe('a moment', () => {
  it('is a time today, and has its day before', () => {
    const now = local(28, 18);

    expect(timeText(local(28, 14, 3, 20), now)).to.equal('14:03:20');
    expect(timeText(local(27, 14, 3, 20), now)).to.equal('27 Nov, 14:03:20');
    expect(dayText(local(1, 0))).to.equal('1 Nov');
  });

  it('is said as long ago as one says it', () => {
    const ago = (ms: number) => agoText(1e12 - ms, 1e12);
    const minute = 60_000;

    expect(ago(-5_000)).to.equal('just now');
    expect(ago(minute - 1)).to.equal('just now');
    expect(ago(minute)).to.equal('1 min ago');
    expect(ago(99 * minute)).to.equal('99 min ago');
    expect(ago(100 * minute)).to.equal('2 h ago');
    expect(ago(47 * 60 * minute)).to.equal('47 h ago');
    expect(ago(48 * 60 * minute)).to.equal('2 d ago');
  });

  it('stands at a tick with seconds where ticks are that close, and as the day at midnight', () => {
    expect(tickText(local(28, 14, 5, 30), 30)).to.equal('14:05:30');
    expect(tickText(local(28, 14, 5), 60)).to.equal('14:05');
    expect(tickText(local(28, 0), 3_600)).to.equal('28 Nov');
  });
});

describe('a length of time', () => {
  it('is in the largest unit that it has one of', () => {
    expect(spanOf(500)).to.equal('500 ms');
    expect(spanOf(10_000)).to.equal('10 s');
    expect(spanOf(90_000)).to.equal('1.5 min');
    expect(spanOf(15 * 60_000)).to.equal('15 min');
    expect(spanOf(24 * 3_600_000)).to.equal('24 h');
    expect(spanOf(7 * 86_400_000)).to.equal('7 d');
  });
});
