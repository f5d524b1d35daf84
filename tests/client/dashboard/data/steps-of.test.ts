import { expect } from 'chai';
import { linesFrom } from '../../../../client/dashboard/data/steps-of';
import { answerIn } from '../an-answer';

describe('lines from several answers', () => {
  it('are computed step by step, unknown where a part is', () => {
    const reads = {
      sum: answerIn(20_000, [
        [
          {},
          [
            [0, 10],
            [20_000, 30],
          ],
        ],
      ]),
      count: answerIn(20_000, [[{}, [[0, 5]]]]),
    };

    const data = linesFrom(reads, [
      ['mean', ({ sum, count }) => (sum && count ? sum / count : undefined)],
      ['never', () => undefined],
    ]);

    expect(data).to.deep.equal({
      times: [0, 20_000, 40_000],
      lines: [{ label: 'mean', values: [2, null, null] }],
    });
  });

  it('stay in place when an answer has wider steps than another', () => {
    const reads = {
      wide: answerIn(30_000, [[{}, [[30_000, 4]]]]),
      narrow: answerIn(10_000, [
        [
          {},
          [
            [30_000, 1],
            [50_000, 2],
          ],
        ],
      ]),
    };

    const data = linesFrom(reads, [['both', ({ wide = 0, narrow = 0 }) => wide + narrow]]);

    expect(data.times).to.deep.equal([0, 30_000]);
    expect(data.lines[0]?.values).to.deep.equal([0, 7]);
  });

  it('are none without an answer', () => {
    expect(linesFrom({}, [['none', () => 1]])).to.deep.equal({ times: [], lines: [] });
  });
});
