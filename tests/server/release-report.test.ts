import { expect } from 'chai';
import { RadiantError } from '../../common/errors';
import type { ReadQuery } from '../../common/reader';
import { reportReleases } from '../../server/release-report';
import { at, type Behaviour, twoReleases } from '../support/two-releases';

const range = { from: at(0), to: at(330) };
const aMethod = (name: string, fields: Partial<Behaviour> = {}): Behaviour => ({
  name,
  perSecond: 2,
  medianMs: 40,
  spread: 0.5,
  ...fields,
});

/** Release 1 from the start, release 2 beside it after a minute; both go on for four more. */
async function rolled(one: readonly Behaviour[], two: readonly Behaviour[], seed = 1) {
  const world = twoReleases(seed);
  const deployments = [
    { release: '1', instances: 2, from: 0, to: 300, methods: one },
    { release: '2', instances: 2, from: 60, to: 300, methods: two },
  ];
  await world.run(deployments, 0, 300);
  return world;
}

describe('reportReleases', () => {
  const methods = ['add', 'find', 'move', 'sort'].map((name) => aMethod(name));

  it('compares the newest two over the time in which both ran, the worst first', async () => {
    const slow = methods.map((one) => (one.name === 'move' ? { ...one, medianMs: 60 } : one));
    const { reader } = await rolled(methods, slow);

    const { a, b, over, entries, environment } = await reportReleases(reader, range);

    const window = { from: at(80), to: at(300) };
    expect(a).to.deep.equal({ release: '1', startedAt: at(0), instances: 2, ...window });
    expect(b).to.deep.equal({ release: '2', startedAt: at(60), instances: 2, ...window });
    expect([over, environment]).to.deep.equal(['overlap', 'test']);
    expect(entries.map(({ verdict }) => verdict)).to.deep.equal(['slower', 'same', 'same', 'same']);
    expect(entries[0]).to.deep.include({ kind: 'method', name: 'move', measure: 'run' });
  });

  it('tells figures near the truth', async () => {
    const { reader } = await rolled(
      methods,
      methods.map((one) => ({ ...one, medianMs: 80 })),
    );

    const { entries } = await reportReleases(reader, range);

    const add = entries.find(({ name }) => name === 'add');
    expect(add?.a?.run?.p50).to.be.closeTo(40, 6);
    expect(add?.b?.run?.p50).to.be.closeTo(80, 12);
    expect(add?.a?.run?.p95).to.be.closeTo(40 * Math.exp(0.5 * 1.645), 20);
    expect(add?.a?.duration?.p50).to.be.closeTo((add?.a?.run?.p50 ?? 0) + 1, 1);
    expect(add?.a?.callsPerSecond).to.be.closeTo(2, 0.4);
    expect(add?.a?.cpuMs).to.be.closeTo(4.5, 1);
    expect(add?.p50?.ratio).to.be.closeTo(2, 0.4);
    expect(add?.p50?.difference).to.be.closeTo(40, 15);
    expect(add?.p50?.pValue).to.be.below(1e-4);
    expect(add?.b?.errorShare).to.equal(0);
  });

  it('asks as much of the store whatever the number of names', async () => {
    const asked = async (names: number) => {
      const many = Array.from({ length: names }, (_, index) => aMethod(`m${index}`));
      const { reader } = await rolled(many, many);
      const queries: unknown[] = [];
      const counting = {
        ...reader,
        read: (query: ReadQuery) => {
          queries.push(query);
          return reader.read(query);
        },
      };
      await reportReleases(counting, range);
      return queries.length;
    };

    expect(await asked(1)).to.equal(35);
    expect(await asked(12)).to.equal(35);
  });

  it('says what is not there', async () => {
    const { reader } = await rolled(methods, methods);
    const reasonOf = async (query: object) =>
      (await reportReleases(reader, { ...range, ...query })).reason;

    expect(await reasonOf({ to: at(50) })).to.equal('no earlier release reported in the range');
    expect(await reasonOf({ a: '0.9' })).to.equal('0.9 did not report in the range');
    expect(await reasonOf({ b: '3' })).to.equal('3 did not report in the range');
    expect(await reasonOf({ a: '1', b: '2' })).to.equal(undefined);
  });

  it('refuses a release against itself', async () => {
    const { reader } = twoReleases(1);

    const refused = await reportReleases(reader, { ...range, a: '1', b: '1' }).catch(
      (error: unknown) => error,
    );

    expect(refused).to.be.instanceOf(RadiantError).and.to.have.property('code', 'read-invalid');
  });
}).timeout(20_000);
