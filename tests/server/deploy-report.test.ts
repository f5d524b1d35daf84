import { expect } from 'chai';
import { reportDeploys } from '../../server/deploy-report';
import { at, type Deployed, twoReleases } from '../support/two-releases';

const ran = (release: string, from: number, to: number, fields: Partial<Deployed> = {}) => ({
  release,
  instances: 2,
  from,
  to,
  methods: [],
  ...fields,
});

describe('reportDeploys', () => {
  it('tells when releases came, and what was started again', async () => {
    const world = twoReleases(1);
    const again = { instances: 1, resource: { instance: 'again' } };
    await world.run([ran('1', 0, 120), ran('2', 60, 180), ran('2', 240, 600, again)], 0, 600);

    const { deploys, starts } = await reportDeploys(world.reader, { from: at(30), to: at(610) });

    const place = { service: 'todos', environment: 'test' };
    expect(deploys).to.deep.equal([
      { at: at(60), ...place, release: '2', instances: 2, isReturn: false },
    ]);
    expect(starts).to.deep.equal([
      { at: at(240), kind: 'restart', ...place, release: '2', host: 'host-0', instance: 'again' },
    ]);
  });

  it('keeps environments apart, and gives those that are asked for', async () => {
    const world = twoReleases(1);
    const staging = { resource: { environment: 'staging', instance: 's' }, instances: 1 };
    await world.run([ran('1', 0, 300), ran('2', 60, 300, staging)], 0, 300);
    const range = { from: at(0), to: at(310) };

    const all = await reportDeploys(world.reader, range);
    const one = await reportDeploys(world.reader, {
      ...range,
      resource: { environment: 'staging' },
    });

    expect(all.deploys.map(({ environment }) => environment)).to.deep.equal(['test', 'staging']);
    expect(one.deploys.map(({ release }) => release)).to.deep.equal(['2']);
  });
}).timeout(20_000);
