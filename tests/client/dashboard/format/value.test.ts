import { expect } from 'chai';
import fc from 'fast-check';
import {
  bytesText,
  countText,
  durationText,
  rateText,
  UNKNOWN,
  valueText,
} from '../../../../client/dashboard/format/value';

describe('a value with its unit', () => {
  it('says that it is unknown, which is not zero', () => {
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(valueText(value, 'ms')).to.equal(UNKNOWN);
    }
    expect(valueText(0, 'ms')).to.equal('0 ms');
    expect(valueText(0, 'count')).to.equal('0');
    expect(valueText(-0, 'count')).to.equal('0');
  });

  it('has the unit of what it is of', () => {
    expect(valueText(1_240, 'ms')).to.equal('1.24 s');
    expect(valueText(3_200_000, 'bytes')).to.equal('3.2 MB');
    expect(valueText(0.1234, 'ratio')).to.equal('12.3 %');
    expect(valueText(1_204, 'count')).to.equal('1,204');
    expect(valueText(2.5, 'perSecond')).to.equal('2.5 /s');
    expect(valueText(125, 'msPerSecond')).to.equal('12.5 % CPU');
    expect(valueText(1_500, 'bytesPerSecond')).to.equal('1.5 kB/s');
  });

  it('gives a duration in the unit that fits, on both sides of each limit', () => {
    const texts = [
      [0.0004, '0.4 µs'],
      [0.035, '35 µs'],
      [0.9994, '999 µs'],
      [0.9996, '1 ms'],
      [340, '340 ms'],
      [999.4, '999 ms'],
      [999.6, '1 s'],
      [12_400, '12.4 s'],
      [119_499, '119 s'],
      [119_500, '1.99 min'],
      [7_169_000, '119 min'],
      [7_171_000, '1.99 h'],
      [170_999_000, '47.5 h'],
      [171_000_000, '1.98 d'],
      [345_600_000, '4 d'],
    ] as const;
    for (const [ms, text] of texts) expect(durationText(ms), `${ms}`).to.equal(text);
  });

  it('gives bytes by thousands, and goes on where the units end', () => {
    expect(bytesText(0)).to.equal('0 B');
    expect(bytesText(999)).to.equal('999 B');
    expect(bytesText(999.6)).to.equal('1 kB');
    expect(bytesText(1e18)).to.equal('1,000,000 TB');
    expect(bytesText(-2_000)).to.equal('-2 kB');
  });

  it('counts in full up to ten thousand, and shortens what is more', () => {
    expect(countText(9_999)).to.equal('9,999');
    expect(countText(10_000)).to.equal('10 k');
    expect(countText(38_249)).to.equal('38.2 k');
    expect(countText(1_500_000)).to.equal('1.5 M');
    expect(countText(0.5)).to.equal('0.5');
  });

  it('says how often by the minute or the hour where it is seldom', () => {
    expect(rateText(0)).to.equal('0 /s');
    expect(rateText(1)).to.equal('1 /s');
    expect(rateText(0.25)).to.equal('15 /min');
    expect(rateText(1 / 600)).to.equal('6 /h');
  });

  it('never writes powers of ten', () => {
    const shown = ['ms', 'bytes', 'ratio', 'count', 'perSecond', 'bytesPerSecond'] as const;
    const value = fc.double({ min: 0, max: 1e13, noNaN: true });
    fc.assert(
      fc.property(value, fc.constantFrom(...shown), (number, unit) => {
        const text = valueText(number, unit);
        expect(text).to.match(/^[\d,]+(\.\d+)?( \S+){0,2}$/);
      }),
    );
    expect(valueText(1e-9, 'ms')).not.to.contain('e');
    expect(valueText(1e-9, 'ratio')).not.to.contain('e');
  });
});
