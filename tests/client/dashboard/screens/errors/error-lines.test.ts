import { expect } from 'chai';
import { countsOf, errorLines } from '../../../../../client/dashboard/screens/errors/error-lines';
import { anErrorGroup } from '../../../../support/an-error-group';

const answer = { from: 0, to: 40, stepMs: 10 };

describe('errorLines', () => {
  it('has no errors in a step without a point, and none known before the store begins', () => {
    const group = anErrorGroup({ points: [[20, 3]] });

    const { times, lines } = errorLines([{ ...answer, keptFrom: 12, errors: [group] }]);

    expect(times).to.deep.equal([0, 10, 20, 30]);
    expect(lines).to.deep.equal([{ label: 'TypeError: no list ?', values: [null, 0, 3, 0] }]);
  });

  it('has the eight groups of all answers with the most, each cut to one line', () => {
    const groups = Array.from({ length: 6 }, (_, at) =>
      anErrorGroup({ count: at, message: `${at}`.repeat(100), points: [[0, at]] }),
    );

    const { lines } = errorLines([
      { ...answer, errors: groups },
      { ...answer, errors: groups },
    ]);

    expect(lines).to.have.lengthOf(8);
    expect(lines[0]?.values[0]).to.equal(5);
    expect(lines[0]?.label).to.have.lengthOf(60).and.match(/…$/);
  });

  it('has nothing without steps', () => {
    expect(errorLines([])).to.deep.equal({ times: [], lines: [] });
  });
});

describe('countsOf', () => {
  it('puts points into the step they are in, and leaves out what is outside', () => {
    expect(
      countsOf(
        [
          [0, 1],
          [9, 1],
          [10, 5],
          [20, 7],
        ],
        [0, 10],
      ),
    ).to.deep.equal([2, 5]);
  });

  it('has one count for one step', () => {
    expect(countsOf([[0, 4]], [0])).to.deep.equal([4]);
  });
});
