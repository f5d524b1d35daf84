import { expect } from 'chai';
import { deploysOf, type SeenProcess } from '../../../server/compare/deploys-of';
import { aResource } from '../../support/a-batch';

const minute = 60_000;

/** A process that started and last reported so many minutes after the start of the test's time. */
const ran = (release: string, from: number, to: number, host = `host-${from}`): SeenProcess => ({
  resource: aResource({ release, host, instance: `${release}-${from}`, startedAt: from * minute }),
  lastAt: to * minute,
});

const told = (processes: readonly SeenProcess[]) => {
  const { deploys, starts } = deploysOf(processes, 10_000);
  return {
    deploys: deploys.map(({ at, release, instances, isReturn }) => [
      at / minute,
      release,
      instances,
      isReturn,
    ]),
    starts: starts.map(({ at, kind, release }) => [at / minute, kind, release]),
  };
};

describe('deploysOf', () => {
  it('takes processes that follow within ten minutes of each other for one deploy', () => {
    const rolled = [ran('1', 0, 60), ran('2', 20, 60), ran('2', 25, 60), ran('2', 35, 60)];

    expect(told(rolled)).to.deep.equal({
      deploys: [
        [0, '1', 1, false],
        [20, '2', 3, false],
      ],
      starts: [],
    });
  });

  it('tells a process that was added later', () => {
    expect(told([ran('1', 0, 60), ran('1', 10.1, 60)]).starts).to.deep.equal([
      [10.1, 'added', '1'],
    ]);
  });

  it('tells a restart on the same host, also during a deploy', () => {
    const restarted = [ran('1', 0, 60, 'a'), ran('1', 1, 4, 'b'), ran('1', 4.1, 60, 'b')];

    expect(told(restarted)).to.deep.equal({
      deploys: [[0, '1', 2, false]],
      starts: [[4.1, 'restart', '1']],
    });
  });

  it('takes several processes of one host that run on for what they are', () => {
    expect(told([ran('1', 0, 60, 'a'), ran('1', 0.1, 60, 'a')])).to.deep.equal({
      deploys: [[0, '1', 2, false]],
      starts: [],
    });
  });

  it('tells a release that returns after another had taken its place', () => {
    const back = [ran('1', 0, 20), ran('2', 19, 31), ran('1', 30, 60)];

    expect(told(back).deploys).to.deep.equal([
      [0, '1', 1, false],
      [19, '2', 1, false],
      [30, '1', 1, true],
    ]);
  });

  it('takes no process of the old release beside the new one for a return', () => {
    const beside = [ran('1', 0, 60), ran('2', 20, 60), ran('1', 22, 60)];

    expect(told(beside)).to.deep.equal({
      deploys: [
        [0, '1', 1, false],
        [20, '2', 1, false],
      ],
      starts: [[22, 'added', '1']],
    });
  });
});
