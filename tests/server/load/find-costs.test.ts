import { expect } from 'chai';
import type { ObserverEntry } from '../../../common/observer-entry';
import { anObserver, observerOf } from '../../support/an-observer';
import { aWindow, found } from './a-window';

const processCpuMs = 5_000;
const withCpu = (...observers: ObserverEntry[]) => [aWindow({ observers, processCpuMs })];

describe('the finding guilty', () => {
  it('names the observer, its share and what it did for it', () => {
    const observer = observerOf('tasks.byList', {
      cpuMs: 3_100,
      evaluations: 12_400,
      useful: 372,
      handles: 45,
      multiplexers: 40,
    });

    const [finding] = found('guilty', withCpu(observer));

    expect(finding).to.deep.equal({
      kind: 'guilty',
      severity: 'critical',
      subject: {
        owner: { kind: 'publication', name: 'tasks.byList' },
        collection: 'tasks',
        shape: '{listId: ?}',
        driver: 'oplog',
      },
      evidence: {
        share: 0.62,
        core: 0.31,
        cpuMs: 3_100,
        evaluations: 12_400,
        waste: 0.97,
        handles: 45,
        multiplexers: 40,
      },
      sentence:
        'Publication tasks.byList takes 62 % of the CPU to observe tasks with {listId: ?}: ' +
        '12,400 evaluations by 40 multiplexers, 97 % of them for nothing; without it that ' +
        'share of the CPU would be free.',
      anchor: 'docs/findings.md#guilty',
    });
  });

  it('begins at a fifth of the CPU, and is critical from half of it', () => {
    const severityAt = (cpuMs: number) =>
      found('guilty', withCpu(anObserver({ cpuMs, evaluations: 100 })))[0]?.severity;

    expect(severityAt(999)).to.equal(undefined);
    expect(severityAt(1_000)).to.equal('warning');
    expect(severityAt(2_499)).to.equal('warning');
    expect(severityAt(2_500)).to.equal('critical');
  });

  it('accuses nobody in an idle app', () => {
    const idle = (cpuMs: number) =>
      found('guilty', [
        aWindow({ observers: [anObserver({ cpuMs, evaluations: 100 })], processCpuMs: 250 }),
      ]);

    expect(idle(199)).to.deep.equal([]);
    expect(idle(200)).to.have.length(1);
  });

  it('accuses nobody of a few evaluations or polls, which a starved machine makes slow', () => {
    const isFound = (fields: Partial<ObserverEntry>) =>
      found('guilty', withCpu(anObserver({ cpuMs: 2_000, ...fields }))).length > 0;

    expect(isFound({ evaluations: 99 })).to.equal(false);
    expect(isFound({ evaluations: 100 })).to.equal(true);
    expect(isFound({ driver: 'polling', evaluations: 1_000, polls: 4 })).to.equal(false);
    expect(isFound({ driver: 'polling', polls: 5 })).to.equal(true);
  });

  it('accuses nobody when the CPU time is not known', () => {
    expect(
      found('guilty', [aWindow({ observers: [anObserver({ cpuMs: 9_000, evaluations: 100 })] })]),
    ).to.deep.equal([]);
  });

  it('speaks of polls where it polls, and of unknown where nothing is counted', () => {
    const { evaluations: _e, useful: _u, ...uncounted } = observerOf('b', { cpuMs: 2_000 });
    const polling = observerOf('a', { driver: 'polling', cpuMs: 2_500, polls: 5 });

    const findings = found('guilty', withCpu(polling, uncounted));

    expect(findings.map(({ sentence }) => sentence)).to.satisfy(([a, b]: string[]) => {
      return a?.includes(': 5 polls;') && b?.includes('an unknown number of evaluations');
    });
  });
});

describe('the finding waste', () => {
  const wasteful = (fields: Partial<ObserverEntry>) =>
    found('waste', withCpu(anObserver({ cpuMs: 250, evaluations: 1_000, useful: 50, ...fields })));

  it('comes from 95 % of evaluations without a change', () => {
    expect(wasteful({ useful: 51 })).to.deep.equal([]);

    const [finding] = wasteful({});

    expect(finding?.severity).to.equal('warning');
    expect(finding?.evidence).to.include({ waste: 0.95, share: 0.05, evaluations: 1_000 });
    expect(finding?.sentence).to.match(
      /^Publication tasks looked at mutations of tasks 1,000 times for tasks with \{listId: \?\}, and 95 % of that changed nothing/,
    );
  });

  it('needs 500 evaluations, and a twentieth of the CPU', () => {
    expect(wasteful({ evaluations: 499, useful: 0 })).to.deep.equal([]);
    expect(wasteful({ evaluations: 500, useful: 0 })).to.have.length(1);
    expect(wasteful({ cpuMs: 249 })).to.deep.equal([]);
  });

  it('leaves pollers to the finding polling', () => {
    expect(wasteful({ driver: 'polling' })).to.deep.equal([]);
  });
});
