import { expect } from 'chai';
import type { ObserverEntry } from '../../common/observer-entry';
import { reportFindings, reportObservers } from '../../server/load-report';
import { memorySink } from '../../server/sinks/memory';
import { aBatch, aSeries } from '../support/a-batch';
import { aCoverage, aFullObserver, aHistogram, observerOf } from '../support/an-observer';

const start = 1_728_000_000_000;
const range = { from: start, to: start + 300_000 };
const { signal } = new AbortController();

/** A backend with so many windows of ten seconds, in each of which the process used a second of CPU. */
async function aReader(
  windows: number,
  observersIn: (window: number) => readonly ObserverEntry[],
  coverage = [aCoverage({ mutations: 100, expected: 300, evaluations: 300 })],
) {
  const sink = memorySink({ now: () => range.to });
  for (let window = 0; window < windows; window++) {
    const from = start + window * 10_000;
    const series = [
      aSeries('radiant.series', {}, 1),
      aSeries('process.cpu', { mode: 'user' }, 1_000),
      aSeries('ddp.sessions', { state: 'connected' }, 20),
    ];
    const observers = observersIn(window);
    await sink.write(aBatch({ from, series, observers, coverage }), signal);
  }
  return sink.reader;
}

const busy = { handles: 6, multiplexers: 3, duplicates: 1, evaluations: 300, useful: 30 };

describe('reportObservers', () => {
  it('ranks observers over the whole range, with their share, waste and prediction', async () => {
    const reader = await aReader(12, () => [
      observerOf('light', { ...busy, cpuMs: 10 }),
      observerOf('heavy', { ...busy, cpuMs: 600 }),
    ]);

    const { observers, ...load } = await reportObservers(reader, range);

    expect(observers.map(({ owner }) => owner.name)).to.deep.equal(['heavy', 'light']);
    expect(observers[0]).to.include({ cpuMs: 7_200, evaluations: 3_600, handles: 6 });
    expect(observers[0]?.share).to.be.closeTo(0.6, 1e-9);
    expect(observers[0]?.waste).to.be.closeTo(0.9, 1e-9);
    expect(observers[0]?.predictedMsPerSecond).to.be.closeTo(2 * 10 * 3, 1e-9);
    expect(load).to.deep.equal({
      ...range,
      wallMs: 120_000,
      processCpuMs: 12_000,
      observerCpuMs: 7_320,
      sessions: 20,
      coverage: {
        evaluations: 3_600,
        expected: 3_600,
        ratio: 1,
        collections: { tasks: { mutations: 1_200, evaluations: 3_600, expected: 3_600, ratio: 1 } },
      },
    });
  });

  it('says what would be saved without an observer, and without its duplicates', async () => {
    const reader = await aReader(3, () => [
      observerOf('a', { ...busy, cpuMs: 300 }),
      observerOf('b', { ...busy, cpuMs: 30 }),
    ]);

    const { observers } = await reportObservers(reader, range);

    expect(observers[0]?.whatIf.remove).to.deep.equal({ cpuMs: 900, share: 0.3 });
    expect(observers[0]?.whatIf.mergeDuplicates.share).to.be.closeTo(0.1, 1e-9);
  });

  it('gives quantiles in place of histograms, and none where nothing happened', async () => {
    const poll = aHistogram('duration', [1, 2, 1_000]);
    const reader = await aReader(1, () => [
      aFullObserver({ poll }),
      observerOf('without', { handles: 1 }),
    ]);

    const { observers } = await reportObservers(reader, range);

    expect(observers[0]?.poll).to.include({ count: 3, p99: 1_000, max: 1_000 });
    expect(observers[0]?.poll?.p50).to.be.closeTo(2, 0.05);
    expect(observers[1]).not.to.have.any.keys('poll', 'lifetime', 'initialQuery');
  });

  it('knows no share where the CPU of the process is not known', async () => {
    const sink = memorySink({ now: () => range.to });
    const observers = [observerOf('a', { ...busy, cpuMs: 5 })];
    await sink.write(aBatch({ from: start, observers }), signal);

    const report = await reportObservers(sink.reader, range);

    expect(report).not.to.have.any.keys('processCpuMs', 'sessions');
    expect(report.observers[0]).not.to.have.property('share');
  });

  it('has no observers where none was recorded', async () => {
    const report = await reportObservers(memorySink({ now: () => range.to }).reader, range);

    expect(report).to.deep.equal({
      ...range,
      wallMs: 0,
      observerCpuMs: 0,
      coverage: { evaluations: 0, expected: 0, collections: {} },
      observers: [],
    });
  });
});

describe('reportFindings', () => {
  const kindsOf = (report: Awaited<ReturnType<typeof reportFindings>>) =>
    report.findings.map(({ kind, subject }) => [kind, subject.owner?.name]);

  it('accuses the observer that takes most of the CPU', async () => {
    const reader = await aReader(12, () => [
      observerOf('fine', { ...busy, duplicates: 0, cpuMs: 10 }),
      observerOf('guilty', { ...busy, duplicates: 0, cpuMs: 600 }),
    ]);

    const report = await reportFindings(reader, range);

    expect(kindsOf(report)).to.deep.equal([['guilty', 'guilty']]);
    expect(report.findings[0]?.severity).to.equal('critical');
    expect(report.findings[0]?.evidence.share).to.equal(0.6);
    expect(report).to.include({ processCpuMs: 12_000, sessions: 20 });
  });

  it('finds a leak in the newest windows of a long range', async () => {
    const reader = await aReader(25, (window) => {
      const leaked = Math.max(0, window - 20) * 10;
      return [observerOf('leaky', { handles: 20 + leaked, created: leaked > 0 ? 10 : 0 })];
    });

    expect(kindsOf(await reportFindings(reader, range))).to.deep.equal([['leak', 'leaky']]);
  });

  it('finds nothing wrong with an app at rest', async () => {
    const reader = await aReader(25, () => [observerOf('a', { ...busy, duplicates: 0, cpuMs: 1 })]);

    expect(kindsOf(await reportFindings(reader, range))).to.deep.equal([]);
  });

  it('says when figures are incomplete', async () => {
    const coverage = [aCoverage({ expected: 100, evaluations: 90 })];
    const reader = await aReader(3, () => [], coverage);

    expect(kindsOf(await reportFindings(reader, range))).to.deep.equal([['incomplete', undefined]]);
  });
});
