import { expect } from 'chai';
import { reportFindings } from '../../server/load-report';
import { at, type Behaviour, type Deployed, twoReleases } from '../support/two-releases';

const methods: readonly Behaviour[] = ['add', 'find', 'move', 'sort', 'list'].map((name) => ({
  name,
  perSecond: 2,
  medianMs: 40,
  spread: 0.5,
}));
const slower = (name: string, times: number) =>
  methods.map((one) => (one.name === name ? { ...one, medianMs: one.medianMs * times } : one));

/** Release 1 with two processes, and from the third minute on release 2 beside it. */
const rolling = (two: readonly Behaviour[]): Deployed[] => [
  { release: '1', instances: 2, from: 0, to: 600, methods },
  { release: '2', instances: 2, from: 120, to: 600, methods: two },
];

async function regressionsIn({ reader }: ReturnType<typeof twoReleases>, seconds: number) {
  const { findings } = await reportFindings(reader, { from: at(0), to: at(seconds) });
  return findings.filter(({ kind }) => kind === 'regression');
}

describe('findRegressions', () => {
  it('names what a rolling release slowed down within two minutes, and nothing before it came', async () => {
    const world = twoReleases(5);
    const deployments = rolling(slower('move', 1.5));
    await world.run(deployments, 0, 120);

    const before = await regressionsIn(world, 122);
    await world.run(deployments, 120, 240);
    const [first, ...others] = await regressionsIn(world, 242);

    expect(before).to.deep.equal([]);
    expect(others).to.deep.equal([]);
    expect(first).to.deep.include({
      severity: 'warning',
      subject: { owner: { kind: 'method', name: 'move' } },
      anchor: 'docs/findings.md#regression',
    });
    expect(first?.evidence).to.include({
      release: '2',
      before: '1',
      environment: 'test',
      since: '2024-10-04T00:02:00.000Z',
      over: 'overlap',
    });
    expect(first?.sentence).to.match(
      /^Method move is slower \(half of its calls take up to \d\d ms instead of \d\d ms\) in release 2, which came at 2024-10-04 00:02 UTC, than in 1 beside it: look at what 2 changes there, or roll it back\.$/,
    );
  });

  it('is silent of two equal releases, every half a minute', async () => {
    const world = twoReleases(6);
    const deployments = rolling(methods);
    await world.run(deployments, 0, 120);

    for (let second = 120; second < 360; second += 60) {
      await world.run(deployments, second, second + 60);
      expect(await regressionsIn(world, second + 62)).to.deep.equal([]);
    }
  });

  it('holds a release against what ran before, where they do not overlap', async () => {
    const world = twoReleases(7);
    const deployments: Deployed[] = [
      { release: '1', instances: 1, from: 0, to: 240, methods },
      { release: '2', instances: 1, from: 240, to: 480, methods: slower('find', 4) },
    ];
    await world.run(deployments, 0, 480);

    const [first, ...others] = await regressionsIn(world, 482);

    expect(others).to.deep.equal([]);
    expect(first?.severity).to.equal('critical');
    expect(first?.evidence).to.include({ over: 'one-after-the-other' });
    expect(first?.sentence).to.include('Method find').and.to.include('than in 1 before it');
  });

  it('names a method that fails more often', async () => {
    const world = twoReleases(8);
    const failing = methods.map((one) => (one.name === 'list' ? { ...one, errorShare: 0.2 } : one));
    await world.run(rolling(failing), 0, 300);

    const [first] = await regressionsIn(world, 302);

    expect(first?.severity).to.equal('critical');
    expect(first?.sentence).to.match(/^Method list fails more often \(0 % of its calls → \d\d %\)/);
  });

  it('is silent once the release was rolled back', async () => {
    const world = twoReleases(9);
    const [one, two] = rolling(slower('move', 3));
    const deployments = one && two ? [one, { ...two, to: 240 }] : [];
    await world.run(deployments, 0, 300);

    expect(await regressionsIn(world, 302)).to.deep.equal([]);
  });

  it('compares no release of one environment with one of another', async () => {
    const world = twoReleases(10);
    const [one, two] = rolling(slower('move', 3));
    const staging = { environment: 'staging' };
    await world.run(one && two ? [one, { ...two, resource: staging }] : [], 0, 300);

    expect(await regressionsIn(world, 302)).to.deep.equal([]);
  });
}).timeout(20_000);
