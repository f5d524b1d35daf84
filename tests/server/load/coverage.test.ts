import { expect } from 'chai';
import { coverageOf } from '../../../server/load/coverage';
import { aCoverage } from '../../support/an-observer';
import { aWindow, found } from './a-window';

describe('coverageOf', () => {
  it('is what was counted of what was expected, over all and by collection', () => {
    const coverage = coverageOf([
      aCoverage({ expected: 100, evaluations: 100 }),
      aCoverage({ driver: 'changeStream', mutations: 12, expected: 100, evaluations: 90 }),
      aCoverage({ collection: 'lists', expected: 200, evaluations: 100 }),
      aCoverage({ collection: 'idle', expected: 0, evaluations: 0 }),
    ]);

    expect(coverage).to.deep.equal({
      evaluations: 290,
      expected: 400,
      ratio: 0.725,
      collections: {
        tasks: { mutations: 12, evaluations: 190, expected: 200, ratio: 0.95 },
        lists: { mutations: 10, evaluations: 100, expected: 200, ratio: 0.5 },
        idle: { mutations: 10, evaluations: 0, expected: 0 },
      },
    });
  });

  it('has no ratio where nothing was expected', () => {
    expect(coverageOf([])).to.deep.equal({ evaluations: 0, expected: 0, collections: {} });
  });
});

describe('the finding incomplete', () => {
  const lacking = (...entries: Parameters<typeof aCoverage>[0][]) =>
    found('incomplete', [aWindow({ coverage: entries.map(aCoverage) })]);

  it('comes below 95 %, not at it', () => {
    expect(lacking({ expected: 1_000, evaluations: 950 })).to.deep.equal([]);

    const [finding] = lacking({ expected: 1_000, evaluations: 949 });

    expect(finding).to.deep.equal({
      kind: 'incomplete',
      severity: 'warning',
      subject: {},
      evidence: { coverage: 0.949, expected: 1_000, evaluations: 949, collections: 1 },
      sentence:
        'Only 94.9 % of the evaluations were counted, 949 of 1,000: figures of observers are too low, so look at the hooks in the status.',
      anchor: 'docs/findings.md#incomplete',
    });
  });

  it('names a collection that hides among complete ones', () => {
    const findings = lacking(
      { expected: 10_000, evaluations: 10_000 },
      { collection: 'lists', expected: 100, evaluations: 0 },
    );

    expect(findings.map(({ subject }) => subject)).to.deep.equal([{ collection: 'lists' }]);
  });

  it('needs twenty expected evaluations', () => {
    expect(lacking({ expected: 19, evaluations: 0 })).to.deep.equal([]);
    expect(lacking({ expected: 20, evaluations: 0 })).to.have.length(1);
  });
});
