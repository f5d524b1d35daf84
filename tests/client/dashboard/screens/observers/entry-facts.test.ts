import { expect } from 'chai';
import { entryFacts } from '../../../../../client/dashboard/screens/observers/entry-facts';
import type { ReportedObserver } from '../../../../../common/load-report';
import { aReport, aReported } from './a-report';

const collections = { tasks: { mutations: 1_000, expected: 30_000, evaluations: 30_000 } };
const coverage = { evaluations: 30_000, expected: 30_000, collections };

function textsOf(fields: Partial<ReportedObserver>): Record<string, string> {
  const facts = entryFacts(aReported(fields), aReport({ coverage }));
  return Object.fromEntries(facts.map(({ title, text }) => [title, text]));
}

describe('entryFacts', () => {
  it('say where the cost comes from: mutations × drivers, and what each evaluation takes', () => {
    const text = textsOf({
      evaluations: 30_000,
      waste: 0.9,
      cpuMs: 3_000,
      share: 0.3,
      fanout: 500,
    });

    expect(text['Where the cost comes from']).to.equal(
      '10 /s mutations of tasks × 30 drivers of this query = 300 /s evaluations, 90 % of them in vain. ' +
        'CPU: 3 % of one core, 100 µs for each evaluation with its callbacks; 30 % of what the processes used. ' +
        'Callbacks: 5 /s.',
    );
  });

  it('count documents where it polls, and say why it polls and what to do', () => {
    const text = textsOf({
      ...{ driver: 'polling', driverReason: 'LIMIT_NO_SORT', polls: 50, polledDocs: 5_000 },
    });

    expect(text['Where the cost comes from']).to.contain('30 /min polls, each of 100 documents');
    expect(text.Driver).to.equal(
      'It polls because the query has a limit but no sort (LIMIT_NO_SORT). ' +
        'To get off polling: add a sort, { _id: 1 } if any will do.',
    );
  });

  it('do not take what cannot be counted for nothing', () => {
    const { evaluations: _, useful: __, ...uncounted } = aReported({ driver: 'RedisDriver' });
    const [work, driver] = entryFacts(uncounted, aReport());

    expect(work?.text).to.contain('cannot be counted').and.to.contain('lower bound');
    expect(driver?.text).to.equal('It follows changes by RedisDriver.');
  });

  it('say that nothing came where nothing did', () => {
    expect(textsOf({ evaluations: 0 })['Where the cost comes from']).to.contain(
      'No mutation of tasks came while it was observed.',
    );
    expect(textsOf({})).to.include({
      Sharing: 'None is live. None was opened in the range.',
      Handles: 'None ended in the range.',
    });
  });

  it('tell of sharing, duplicates and handles left behind', () => {
    const text = textsOf({
      ...{ handles: 30, multiplexers: 20, duplicates: 4, created: 6, reused: 2, orphans: 7 },
      ...{ oldestMs: 600_000, stopped: 3 },
      lifetime: { count: 3, p50: 5_000, p95: 9_000, p99: 9_000, max: 9_000 },
    });

    expect(text.Sharing).to.equal(
      '30 live handles on 20 multiplexers. Of 8 that were opened, 25 % joined a multiplexer that was there. ' +
        '4 multiplexers are duplicates of another.',
    );
    expect(text.Handles).to.equal(
      '7 live handles have outlived their subscription. The oldest has lived for 10 min. ' +
        'Of 3 that ended, half had lived for at most 5 s.',
    );
  });
});
