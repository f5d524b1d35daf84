import { expect } from 'chai';
import type { ReleaseEntry } from '../../../common/releases-answer';
import { compareReleases } from '../../../server/compare/compare-releases';
import type { ReleaseSide } from '../../../server/compare/release-side';
import { type Modelled, twoSides, type Wobble } from './a-side';

function compared({ a, b }: { readonly a: ReleaseSide; readonly b: ReleaseSide }): ReleaseEntry[] {
  const work = compareReleases(a, b);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const names = ['add', 'find', 'move', 'sort', 'share', 'list'];
const methods: readonly Modelled[] = names.map((name, index) => ({
  name,
  perWindow: 20, // two calls a second
  medianMs: 20 * (index + 1),
}));

const changed = (name: string, fields: (one: Modelled) => Partial<Modelled>) =>
  methods.map((one) => (one.name === name ? { ...one, ...fields(one) } : one));

/** Names that are worse, by `verdict`, after ten windows: 100 seconds. */
function worseIn(b: readonly Modelled[], seed: number, wobble?: Wobble): string[] {
  const sides = twoSides(methods, b, seed);
  sides.run(10, wobble);
  return compared(sides)
    .filter(({ verdict }) => verdict === 'slower' || verdict === 'more-errors')
    .map(({ name, verdict }) => `${name} ${verdict}`);
}

describe('compareReleases', () => {
  it('finds something worse in one of 100 pairs of equal releases at most, whenever one looks', function () {
    this.timeout(20_000);
    let falseAlarms = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const sides = twoSides(methods, methods, seed);
      const looks = [6, 4, 8].map((windows) => {
        sides.run(windows);
        return compared(sides).some(({ verdict }) => verdict === 'slower');
      });
      if (looks.includes(true)) falseAlarms++;
    }

    expect(falseAlarms).to.be.at.most(1);
  });

  it('takes what slows down both for no difference', () => {
    const seeds = Array.from({ length: 40 }, (_, seed) => seed);

    expect(seeds.flatMap((seed) => worseIn(methods, seed, { ofAll: 0.5 }))).to.deep.equal([]);
  });

  it('takes windows for what they are, where calls of one have much in common', () => {
    const seeds = Array.from({ length: 40 }, (_, seed) => seed);
    const alarmed = seeds.filter((seed) => worseIn(methods, seed, { ofOne: 0.4 }).length > 0);

    expect(alarmed).to.have.length.at.most(1);
  });

  it('names a method of two calls a second that takes half as long again, within two minutes', () => {
    const slow = changed('move', ({ medianMs }) => ({ medianMs: medianMs * 1.5 }));
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const named = seeds.filter((seed) => worseIn(slow, seed).includes('move slower'));

    expect(named).to.have.length.at.least(16);
  });

  it('names one whose calls fail, before one that is slower', () => {
    const worse = changed('find', () => ({ errorShare: 0.2 })).map((one) =>
      one.name === 'sort' ? { ...one, medianMs: 200 } : one,
    );

    expect(worseIn(worse, 3)).to.deep.equal(['find more-errors', 'sort slower']);
  });

  it('names what became better last', () => {
    const faster = changed('sort', ({ medianMs }) => ({ medianMs: medianMs / 2 }));
    const sides = twoSides(methods, faster, 1);
    sides.run(10);

    expect(compared(sides).at(-1)).to.include({ name: 'sort', verdict: 'faster' });
  });

  it('leaves small differences alone, however sure', () => {
    const little = methods.map((one) => ({ ...one, perWindow: 400, medianMs: one.medianMs * 1.1 }));
    const many = methods.map((one) => ({ ...one, perWindow: 400 }));
    const sides = twoSides(many, little, 1);
    sides.run(20);

    const entries = compared(sides);

    expect(entries.every(({ p50 }) => p50?.isSignificant)).to.equal(true);
    expect(new Set(entries.map(({ verdict }) => verdict))).to.deep.equal(new Set(['same']));
  });

  it('leaves differences below five milliseconds alone, and does not test for them', () => {
    const quick = [{ name: 'ping', perWindow: 50, medianMs: 0.5 }];
    const sides = twoSides(quick, [{ name: 'ping', perWindow: 50, medianMs: 1 }], 1);
    sides.run(10);

    const [entry] = compared(sides);

    expect(entry?.verdict).to.equal('same');
    expect(entry?.p50).not.to.have.property('pValue');
  });

  it('says of what it knows too little', () => {
    const reasonOf = (a: Modelled | undefined, b: Modelled | undefined, windows: number) => {
      const sides = twoSides(a ? [a] : [], b ? [b] : [], 1);
      sides.run(windows);
      const [entry] = compared(sides);
      return [entry?.verdict, entry?.reason];
    };
    const add = { name: 'add', perWindow: 20, medianMs: 40 };

    expect(reasonOf(add, undefined, 10)).to.deep.equal([
      'unknown',
      'there are no calls of it in b',
    ]);
    expect(reasonOf(undefined, add, 10)).to.deep.equal([
      'unknown',
      'there are no calls of it in a',
    ]);
    expect(reasonOf(add, add, 5)).to.deep.equal([
      'unknown',
      'too short a time with calls in a: 5 of 6 windows',
    ]);
    expect(reasonOf(add, { ...add, perWindow: 1 }, 10)[1]).to.match(
      /^too few calls in b: \d+ of 30$/,
    );
    expect(reasonOf({ ...add, name: '_OTHER' }, { ...add, name: '_OTHER' }, 10)[1]).to.include(
      'beyond the limit of series',
    );
  });

  it('leaves out what nobody called', () => {
    const idle = [{ name: 'idle', perWindow: 0, medianMs: 1 }];
    const sides = twoSides(idle, idle, 1);
    sides.run(10);

    const [entry] = compared(sides);

    expect(entry === undefined || (entry.a?.calls ?? 0) + (entry.b?.calls ?? 0) > 0).to.equal(true);
  });
});
