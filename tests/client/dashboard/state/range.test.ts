import { expect } from 'chai';
import fc from 'fast-check';
import { inSteps, msOf, ranges } from '../../../../client/dashboard/state/range';

const minute = 60_000;
const day = 86_400_000;

describe('the range of the screens', () => {
  it('knows how long its names are', () => {
    expect(ranges.map(msOf)).to.deep.equal([
      ...[15 * minute, 60 * minute, 6 * 60 * minute, day, 7 * day, 30 * day],
    ]);
    expect(msOf('9999d')).to.equal(9_999 * day);
  });

  it('takes nothing else for a name', () => {
    for (const text of ['', '15', 'm', '0m', '-5m', '1.5h', '10000d', '5y', '1h ', ' 1h', '1H']) {
      expect(msOf(text), text).to.equal(undefined);
    }
  });

  it('widens to full steps, of which a chart has about a hundred and twenty at most', () => {
    const at = Date.UTC(2026, 10, 28, 12, 0, 3);

    expect(inSteps(at - 15 * minute, at)).to.deep.equal({
      ...{ from: Date.UTC(2026, 10, 28, 11, 45), to: Date.UTC(2026, 10, 28, 12, 0, 10) },
      stepMs: 10_000,
    });
    expect(inSteps(at - 7 * day, at).stepMs).to.equal(2 * 60 * minute);
    expect(inSteps(at - 30 * day, at).stepMs).to.equal(6 * 60 * minute);
    expect(inSteps(at - 400 * day, at).stepMs).to.equal(4 * day);
  });

  it('holds all that was asked for, in whole steps and not too many', () => {
    const time = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(time, fc.integer({ min: 1, max: 4e11 }), (from, length) => {
        const widened = inSteps(from, from + length);
        expect(widened.from).to.be.at.most(from);
        expect(widened.to).to.be.at.least(from + length);
        expect(widened.from % widened.stepMs).to.equal(0);
        expect(widened.to % widened.stepMs).to.equal(0);
        expect((widened.to - widened.from) / widened.stepMs).to.be.at.most(122);
      }),
    );
  });
});
