import { expect } from 'chai';
import { seeded } from '../../../support/seeded';
import { aSampler, byReason } from './a-sampler';

const callsIn = (picked: readonly { readonly keepRate: number }[]) =>
  picked.reduce((sum, { keepRate }) => sum + 1 / keepRate, 0);

describe('the sampler', () => {
  it('keeps the first failures, the slowest and one of the others at random', () => {
    const { offer, taken } = aSampler({ errorsPerName: 2 });
    offer({ durationMs: 5 });
    offer({ isError: true, durationMs: 1 });
    offer({ isError: true, durationMs: 1 });
    offer({ isError: true, durationMs: 1 });
    const slowest = offer({ durationMs: 9 });

    const { error, slow, random } = taken();

    expect(error).to.deep.equal([2, 3]);
    expect(slow).to.deep.equal([slowest]);
    expect(random).to.have.length(1);
    expect(random[0]).to.be.oneOf([1, 4]);
  });

  it('does so for each name and kind on its own', () => {
    const { offer, taken } = aSampler();
    offer({ name: 'a' });
    offer({ name: 'b' });
    offer({ name: 'a', kind: 'publication' });

    expect(taken().slow).to.deep.equal([1, 3, 2].sort());
  });

  it('begins anew with each window', () => {
    const { offer, taken } = aSampler();
    offer({ durationMs: 100 });
    taken();
    const second = offer({ durationMs: 1 });

    expect(taken().slow).to.deep.equal([second]);
    expect(taken()).to.deep.equal({ error: [], slow: [], asked: [], random: [] });
  });

  it('gives the place of an error that the app meant to a defect, but not the other way round', () => {
    const { offer, taken } = aSampler({ errorsPerName: 2 });
    offer({ isError: true, isExpected: true });
    const first = offer({ isError: true });
    const second = offer({ isError: true });
    offer({ isError: true, isExpected: true });
    offer({ isError: true });

    expect(taken().error).to.deep.equal([first, second]);
  });

  it('keeps what was asked for up to a limit; the rest takes its chance', () => {
    const { offer, taken } = aSampler({ askedPerName: 2 });
    offer({ durationMs: 50 });
    for (let n = 0; n < 5; n++) offer({ isAsked: true });

    const { asked, random } = taken();

    expect(asked).to.deep.equal([2, 3]);
    expect(random[0]).to.be.oneOf([4, 5, 6]);
  });

  it('holds only what may be kept', () => {
    const { offer, heldEver } = aSampler();
    for (let n = 0; n < 10_000; n++) offer({ durationMs: 10_000 - n });

    expect(heldEver()).to.be.lessThan(40); // about ln 10,000 times the random one changes
  });

  it('lets one storm of failures fill its places once', () => {
    const { offer, heldEver } = aSampler({ bytes: 2500 });
    for (let n = 0; n < 10_000; n++) offer({ isError: true, durationMs: 0 });

    expect(heldEver()).to.be.lessThan(40);
  });

  it('tells how many it holds, and how many it let go', () => {
    const { offer, sampler } = aSampler({ errorsPerName: 1 });
    offer({ isError: true });
    for (let n = 0; n < 9; n++) offer();

    expect(sampler.counts()).to.deep.equal({ error: 1, slow: 1, asked: 0, random: 1, no: 7 });
  });

  it('tells names apart up to its limit, and counts the calls of those beyond', () => {
    const { offer, taken, dropped } = aSampler({ names: 2 });
    offer({ name: 'a' });
    offer({ name: 'b' });
    expect(dropped()).to.equal(0);

    offer({ name: 'c' });
    offer({ name: 'a' });

    expect(dropped()).to.equal(1);
    expect(taken().slow).to.deep.equal([1, 2]);
  });
});

describe('what the sampler says of chance', () => {
  it('picks each of the others equally often, whatever the order of their durations', () => {
    const calls = 20;
    const rounds = 20_000;
    const { offer, sampler } = aSampler();
    const random = seeded(7);
    const picks = new Map<number, number>();

    for (let round = 0; round < rounds; round++) {
      // The slowest comes first, last, or anywhere; whose place it takes must not matter.
      const slowest = Math.floor(random() * calls);
      for (let n = 0; n < calls; n++) offer({ durationMs: n === slowest ? 100 : 1 + n / calls });
      const [id = 0] = byReason(sampler.take()).random;
      const place = (id - 1) % calls;
      picks.set(place, (picks.get(place) ?? 0) + 1);
    }

    const expected = rounds / calls;
    const seen = Array.from({ length: calls }, (_, place) => picks.get(place) ?? 0);
    const chiSquare = seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).to.be.lessThan(43.8); // 19 degrees of freedom, p = 0.001
  });

  it('lets the traces kept stand for all calls, exactly', () => {
    const random = seeded(3);
    const { offer, sampler } = aSampler({ errorsPerName: 2, askedPerName: 2 });

    for (let round = 0; round < 200; round++) {
      const calls = 1 + Math.floor(random() * 50);
      for (let n = 0; n < calls; n++) {
        const isError = random() < 0.2;
        offer({
          durationMs: random(),
          isError,
          isExpected: random() < 0.5,
          isAsked: random() < 0.2,
        });
      }

      expect(callsIn(sampler.take())).to.be.closeTo(calls, 1e-6);
    }
  });

  it('estimates a property of all calls without bias', () => {
    const rounds = 4_000;
    const random = seeded(11);
    const { offer, sampler } = aSampler();
    let estimate = 0;
    let truth = 0;

    for (let round = 0; round < rounds; round++) {
      const durations = new Map<number, number>();
      for (let n = 0; n < 30; n++) {
        const durationMs = random() ** 3;
        truth += durationMs;
        durations.set(offer({ durationMs, isError: random() < 0.1 }), durationMs);
      }
      for (const { held, keepRate } of sampler.take()) {
        estimate += (durations.get(held.id) ?? Number.NaN) / keepRate;
      }
    }

    expect(estimate / truth).to.be.closeTo(1, 0.03);
  });
});

describe('the bytes that the sampler holds', () => {
  it('suffice to the last one', () => {
    const { offer, taken, dropped } = aSampler({ bytes: 2000 });
    offer({ durationMs: 2 });
    offer({ durationMs: 1 });

    expect(dropped()).to.equal(0);
    expect(taken()).to.deep.include({ slow: [1], random: [2] });
  });

  it('are made free by random ones first, then those asked for, the slowest, failures last', () => {
    const { offer, taken, dropped } = aSampler({ bytes: 4000 });
    offer({ durationMs: 9 });
    offer();
    offer({ isAsked: true });
    offer({ isError: true });
    expect(dropped()).to.equal(0);

    const kept = [5, 6, 7].map(() => {
      offer({ name: 'b', isError: true });
      return dropped();
    });

    expect(kept).to.deep.equal([1, 2, 3]);
    expect(taken()).to.deep.equal({ error: [4, 5, 6, 7], slow: [], asked: [], random: [] });
  });

  it('are not filled by a random one again after the first had to go', () => {
    const { offer, taken, dropped } = aSampler({ bytes: 2000 });
    offer({ durationMs: 9 });
    offer();
    offer({ isError: true });
    expect(dropped()).to.equal(1);

    for (let n = 0; n < 100; n++) offer();

    expect(taken()).to.deep.include({ error: [3], slow: [1], random: [] });
    expect(dropped()).to.equal(1);
  });

  it('keep the duration of a slowest one that had to go: a quicker one is not the slowest', () => {
    const { offer, taken } = aSampler({ bytes: 3000 });
    offer({ durationMs: 9 });
    for (let n = 0; n < 3; n++) offer({ isError: true });

    offer({ durationMs: 5 }, 1);

    expect(taken().slow).to.deep.equal([]);
  });

  it('lose nothing to a trace that alone is larger', () => {
    const { offer, taken, dropped } = aSampler({ bytes: 1000 });
    offer({}, 900);

    offer({ isError: true }, 1001);

    expect(dropped()).to.equal(1);
    expect(taken()).to.deep.include({ slow: [1], error: [] });
  });
});
