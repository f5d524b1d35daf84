import { expect } from 'chai';
import { createFunnel, stepsMatched } from '../../../common/analytics/funnel';
import { checkAnalyticsQuery } from '../../../common/check-analytics';
import type { CheckedFunnel } from '../../../common/checked-analytics';

const aQuery = (count: number, withinMs = 10) =>
  checkAnalyticsQuery({
    report: 'funnel',
    from: 0,
    to: 1_000,
    steps: Array.from({ length: count }, (_, step) => ({ event: `${step}` })),
    withinMs,
  }) as CheckedFunnel;

/** How many came how far; each of a person's rows is a time and the steps it can be. */
function far(
  count: number,
  ...people: ReadonlyArray<ReadonlyArray<readonly [at: number, ...steps: number[]]>>
): number[] {
  const funnel = createFunnel(aQuery(count));
  for (const [index, rows] of people.entries()) {
    for (const [at, ...steps] of rows) {
      const matched = steps.reduce((sum, step) => sum | (1 << step), 0);
      funnel.add({ person: `${index}`, at, steps: matched });
    }
  }
  return funnel.finish().steps.map(({ people: came }) => came);
}

describe('a funnel', () => {
  it('counts each person once, as far as they came', () => {
    const all = far(
      3,
      [[0, 0]],
      [
        [0, 0],
        [1, 1],
        [2, 0],
        [3, 1],
      ],
      [
        [0, 0],
        [4, 1],
        [9, 2],
      ],
      [[5, 1]],
    );

    expect(all).to.deep.equal([3, 2, 1]);
  });

  it('has nobody without rows', () => {
    expect(far(2)).to.deep.equal([0, 0]);
  });

  it('wants the steps in their order', () => {
    expect(
      far(2, [
        [0, 1],
        [1, 0],
      ]),
    ).to.deep.equal([1, 0]);
  });

  it('takes a last step as late as it says after the first, and no later', () => {
    expect(
      far(3, [
        [0, 0],
        [5, 1],
        [10, 2],
      ]),
    ).to.deep.equal([1, 1, 1]);
    expect(
      far(3, [
        [0, 0],
        [5, 1],
        [11, 2],
      ]),
    ).to.deep.equal([1, 1, 0]);
  });

  it('begins anew with each first step', () => {
    expect(
      far(3, [
        [0, 0],
        [9, 1],
        [10, 0],
        [15, 1],
        [20, 2],
      ]),
    ).to.deep.equal([1, 1, 1]);
  });

  it('goes on from an earlier begin where a later one has not come as far', () => {
    expect(
      far(3, [
        [0, 0],
        [4, 1],
        [5, 0],
        [10, 2],
      ]),
    ).to.deep.equal([1, 1, 1]);
  });

  it('needs an event for each step, also where one event can be several', () => {
    expect(far(2, [[0, 0, 1]])).to.deep.equal([1, 0]);
    expect(
      far(2, [
        [0, 0, 1],
        [1, 0, 1],
      ]),
    ).to.deep.equal([1, 1]);
    expect(
      far(3, [
        [0, 0, 1, 2],
        [1, 0, 1, 2],
      ]),
    ).to.deep.equal([1, 1, 0]);
  });

  it('counts events of one millisecond as in the order of the steps, however they come', () => {
    const steps = [
      [5, 2],
      [5, 0],
      [5, 1],
    ] as const;

    for (const [a, b, c] of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [0, 2, 1],
      [2, 0, 1],
      [1, 0, 2],
    ]) {
      const rows = [a, b, c].flatMap((at) =>
        steps[at ?? 0] ? [steps[at ?? 0] as [number, number]] : [],
      );
      expect(far(3, rows)).to.deep.equal([1, 1, 1]);
    }
    expect(
      far(3, [
        [5, 0, 2],
        [5, 1],
      ]),
    ).to.deep.equal(
      far(3, [
        [5, 1],
        [5, 0, 2],
      ]),
    );
  });

  it('lets what can be fewer steps come first in a millisecond', () => {
    expect(
      far(2, [
        [5, 0, 1],
        [5, 0],
      ]),
    ).to.deep.equal([1, 1]);
    expect(
      far(3, [
        [5, 1],
        [5, 0, 2],
      ]),
    ).to.deep.equal([1, 1, 0]);
  });

  it('keeps people apart whose times go on', () => {
    expect(far(2, [[1, 0]], [[2, 1]])).to.deep.equal([1, 0]);
  });

  it('counts ten steps', () => {
    const all = Array.from({ length: 10 }, (_, step) => [step, step] as const);

    expect(far(10, all)).to.deep.equal(new Array(10).fill(1));
  });
});

describe('the steps an event can be', () => {
  const steps = [
    { type: 'track', event: 'a' },
    { type: 'page', event: '/a/:id' },
    { type: 'page', event: '/a/1' },
    { type: 'page', event: 'a' },
    { type: 'screen', event: 'a' },
  ] as const;
  const facts = { name: undefined, pattern: undefined, path: undefined };

  it('are those of its name, for a page of its pattern and path too', () => {
    expect(stepsMatched(steps, { type: 'track' }, { ...facts, name: 'a' })).to.equal(0b1);
    expect(stepsMatched(steps, { type: 'screen' }, { ...facts, name: 'a' })).to.equal(0b10000);
    const page = { name: 'a', pattern: '/a/:id', path: '/a/1' };
    expect(stepsMatched(steps, { type: 'page' }, page)).to.equal(0b1110);
    expect(stepsMatched(steps, { type: 'page' }, { ...facts, path: '/a/1' })).to.equal(0b100);
    expect(stepsMatched(steps, { type: 'identify' }, { ...facts, name: 'a' })).to.equal(0);
  });
});
