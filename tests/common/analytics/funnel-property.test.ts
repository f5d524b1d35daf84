import { expect } from 'chai';
import fc from 'fast-check';
import { createFunnel } from '../../../common/analytics/funnel';
import type { CheckedFunnel } from '../../../common/checked-analytics';

const aQuery = (count: number, withinMs: number): CheckedFunnel => ({
  report: 'funnel',
  from: 0,
  to: 1_000,
  writeKey: undefined,
  bots: false,
  resource: [],
  steps: Array.from({ length: count }, (_, step) => ({ type: 'track', event: `${step}` })),
  withinMs,
});

describe('a funnel, whatever people did', () => {
  const rows = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 15 })),
    { maxLength: 9 },
  );

  it('finds the deepest of all chains, in whatever order ties come', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 12 }), (given, withinMs) => {
        const sorted = [...given].sort(([a, x], [b, y]) => a - b || order(x) - order(y));
        const mixed = [...given].reverse().sort(([a], [b]) => a - b);
        const funnel = createFunnel(aQuery(4, withinMs));

        for (const [at, steps] of mixed) funnel.add({ person: 'ann', at, steps });

        const depth = deepest(sorted, 0, Number.POSITIVE_INFINITY, withinMs);
        const expected = [0, 1, 2, 3].map((step) => (depth > step ? 1 : 0));
        expect(funnel.finish().steps.map(({ people }) => people)).to.deep.equal(expected);
      }),
    );
  });
});

/** By the first step, then all of them. */
function order(steps: number): number {
  return [1, 2, 4, 8].findIndex((bit) => steps & bit) * 100 + steps;
}

/** Tries every chain of which this is step `step`. */
function deepest(
  rows: ReadonlyArray<readonly [at: number, steps: number]>,
  step: number,
  until: number,
  withinMs: number,
): number {
  const depths = rows.map(([at, steps], index) => {
    if (!(steps & (1 << step)) || at > until) return step;
    const end = step === 0 ? at + withinMs : until;
    return deepest(rows.slice(index + 1), step + 1, end, withinMs);
  });
  return Math.max(step, ...depths);
}
