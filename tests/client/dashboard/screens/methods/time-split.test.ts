import { expect } from 'chai';
import {
  splitLines,
  timeSplit,
  wholeSplit,
} from '../../../../../client/dashboard/screens/methods/time-split';
import { answerIn } from '../../an-answer';

const inSteps = (...values: ReadonlyArray<number | undefined>) =>
  answerIn(20_000, [
    [
      {},
      values.flatMap((value, index) =>
        value === undefined ? [] : [[index * 20_000, value] as const],
      ),
    ],
  ]);

describe('where the time of calls goes', () => {
  it('is the mean of each part, and the rest of the run', () => {
    const split = timeSplit({ run: 100, queue: 20, db: 50, cpu: 10, fence: 6 }, 2);

    expect(split).to.include({ run: 50, queue: 10, db: 25, cpu: 5, rest: 20, fence: 3 });
    expect(split).to.include({ http: undefined, email: undefined });
  });

  it('has no rest below 0, as parts may overlap', () => {
    expect(timeSplit({ run: 10, db: 8, http: 8 }, 1)).to.include({ rest: 0 });
  });

  it('is unknown where nothing ran', () => {
    expect(timeSplit({ queue: 10 }, 0)).to.equal(undefined);
  });

  it('over the range weighs each call the same', () => {
    const reads = {
      run: inSteps(100, undefined, 10),
      runMean: inSteps(10, undefined, 10),
      db: inSteps(55),
    };

    expect(wholeSplit(reads)).to.include({ run: 10, db: 5, rest: 5, queue: undefined });
  });

  it('is a line for each part that is known, from the queue to the fence', () => {
    const reads = {
      run: inSteps(20, undefined, 30),
      runMean: inSteps(10, undefined, 10),
      queue: inSteps(2, undefined, 3),
      fence: inSteps(4),
    };

    const { lines } = splitLines(reads);

    expect(lines).to.deep.equal([
      { label: 'Queue', values: [1, null, 1] },
      { label: 'Rest of the run', values: [10, null, 10] },
      { label: 'Fence', values: [2, null, null] },
    ]);
  });
});
