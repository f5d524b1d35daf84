import { expect } from 'chai';
import { totalsOf } from '../../../../../client/dashboard/screens/observers/load-totals';
import { aReport, aReported } from './a-report';

describe('totalsOf', () => {
  it('adds up what observers hold, and weighs waste and reuse by what there was', () => {
    const observers = [
      aReported({
        handles: 4,
        multiplexers: 2,
        evaluations: 900,
        useful: 0,
        created: 3,
        reused: 1,
      }),
      aReported({ handles: 1, multiplexers: 1, evaluations: 100, useful: 100, created: 4 }),
    ];

    const totals = totalsOf(aReport({ observers, observerCpuMs: 2_000, processCpuMs: 8_000 }));

    expect(totals).to.deep.equal({
      ...{ share: 0.25, core: 0.02, evaluationsPerSecond: 10, uncounted: 0, waste: 0.9 },
      ...{ handles: 5, multiplexers: 3, duplicates: 0, orphans: 0, opened: 8, reuse: 0.125 },
    });
  });

  it('is at most all of the CPU, as synchronous time is on a starved machine', () => {
    expect(totalsOf(aReport({ observerCpuMs: 9_000, processCpuMs: 8_000 })).share).to.equal(1);
  });

  it('counts the evaluations of those that can be counted, and says how many cannot', () => {
    const { evaluations: _, useful: __, ...uncounted } = aReported({ name: 'redis' });
    const counted = aReported({ evaluations: 100, useful: 50 });

    expect(totalsOf(aReport({ observers: [uncounted, counted] }))).to.include({
      ...{ evaluationsPerSecond: 1, uncounted: 1, waste: 0.5 },
    });
    expect(totalsOf(aReport({ observers: [uncounted] }))).not.to.have.any.keys(
      ...['evaluationsPerSecond', 'waste'],
    );
  });

  it('knows nothing of what nobody told', () => {
    expect(totalsOf(aReport({ wallMs: 0 }))).to.deep.equal({
      ...{ uncounted: 0, handles: 0, multiplexers: 0, duplicates: 0, orphans: 0, opened: 0 },
    });
  });
});
