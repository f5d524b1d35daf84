import { expect } from 'chai';
import type { KeepReason, Trace } from '../../common/trace';
import { sampleTraces } from '../../common/trace-sample';
import { aTrace } from '../support/a-trace';

const many = (count: number, fields: Partial<Trace> = {}) =>
  Array.from({ length: count }, () => aTrace(fields));

/** Every trace takes 10 bytes, or what its `durationMs` says. */
const sample = (traces: readonly Trace[], limitBytes: number, salt = 'a') =>
  sampleTraces(traces, { limitBytes, salt, bytesOf: () => 10 });

describe('sampleTraces', () => {
  it('leaves them as they are when they fit, to the byte', () => {
    const traces = many(10);

    expect(sample(traces, 100)).to.equal(traces);
    expect(sample(traces, 99)).to.have.length(9);
  });

  it('keeps those asked for, then failed, then slow, then chosen at random', () => {
    const reasons: readonly KeepReason[] = ['random', 'slow', 'error', 'asked'];
    const traces = reasons.flatMap((kept) => many(4, { kept }));
    const keptOf = (limitBytes: number) => {
      const kept = sample(traces, limitBytes);
      return reasons.map((reason) => kept.filter((trace) => trace.kept === reason).length);
    };

    expect(keptOf(160)).to.deep.equal([4, 4, 4, 4]);
    expect(keptOf(120)).to.deep.equal([3, 1, 4, 4]);
    expect(keptOf(80)).to.deep.equal([2, 0, 2, 4]);
    expect(keptOf(40)).to.deep.equal([1, 0, 0, 3]);
    expect(keptOf(0)).to.deep.equal([0, 0, 0, 0]);
  });

  it('gives all the room to those kept for a reason where none was chosen at random', () => {
    expect(sample(many(10, { kept: 'error' }), 50)).to.have.length(5);
  });

  it('prefers the longest of a kind', () => {
    const traces = [5, 900, 30].map((durationMs) => aTrace({ kept: 'slow', durationMs }));

    expect(sample(traces, 20).map(({ durationMs }) => durationMs)).to.deep.equal([900, 30]);
  });

  it('keeps the order of time', () => {
    const traces = Array.from({ length: 100 }, (_, at) => aTrace({ at }));

    const times = sample(traces, 300).map(({ at }) => at);

    expect(times).to.have.length(30);
    expect(times).to.deep.equal([...times].sort((a, b) => a - b));
  });

  it('tells in keepRate that those at random were chosen once more, and leaves the others', () => {
    const traces = [...many(100, { keepRate: 0.5 }), aTrace({ kept: 'slow', keepRate: 0.5 })];

    const kept = sample(traces, 400);

    const rates = kept.map(({ kept: reason, keepRate }) => `${reason} ${keepRate.toFixed(3)}`);
    expect(new Set(rates)).to.deep.equal(new Set(['random 0.195', 'slow 0.500']));
    expect(traces[0]?.keepRate).to.equal(0.5);
  });

  it('chooses without regard to size, so that estimates stay without bias', () => {
    const sizes = new Map<string, number>();
    const traces = many(4_000);
    for (const [at, trace] of traces.entries()) sizes.set(trace.traceId, at % 2 === 0 ? 10 : 100);

    const kept = sampleTraces(traces, {
      limitBytes: 110_000,
      salt: 'a',
      bytesOf: (trace) => sizes.get(trace.traceId) ?? 0,
    });

    expect(kept).to.have.length(2_000);
    expect(kept.filter((trace) => sizes.get(trace.traceId) === 100).length).to.be.within(
      900,
      1_100,
    );
  });

  it('estimates the calls of each window as before, however often it is done', () => {
    const windows = Array.from({ length: 20 }, (_, window) =>
      many(200, { keepRate: 0.1, name: `${window}` }),
    );
    /** What is left of all windows, each merged into those before it. */
    function merged(run: number): readonly Trace[] {
      let traces: readonly Trace[] = [];
      for (const [window, next] of windows.entries()) {
        traces = sample([...traces, ...next], 5_000, `merge ${run} ${window}`);
      }
      return traces;
    }
    // The few that are left of old windows stand for many each: one run may be far off, not the mean.
    const runs = Array.from({ length: 30 }, (_, run) => merged(run));
    const estimate = (names: (name: number) => boolean) =>
      runs
        .flat()
        .filter(({ name }) => names(Number(name)))
        .reduce((sum, { keepRate }) => sum + 1 / keepRate, 0) / runs.length;

    // 20 windows of 200 ÷ 0.1 calls; a quarter each in the oldest and the newest five.
    expect(estimate(() => true)).to.be.within(34_000, 46_000);
    expect(estimate((name) => name >= 15)).to.be.within(9_000, 11_000);
    expect(estimate((name) => name < 10)).to.be.within(14_000, 26_000);
  });

  it('chooses others with another salt, and the same with the same', () => {
    const traces = many(100);
    const ids = (salt: string) => sample(traces, 500, salt).map(({ traceId }) => traceId);

    expect(ids('a')).to.deep.equal(ids('a'));
    expect(ids('a')).not.to.deep.equal(ids('b'));
  });
});
