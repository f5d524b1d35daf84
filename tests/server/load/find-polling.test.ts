import { expect } from 'chai';
import type { ObserverEntry } from '../../../common/observer-entry';
import { pollingCodes, pollingReason } from '../../../common/polling-reasons';
import { anObserver, observerOf } from '../../support/an-observer';
import { aWindow, found } from './a-window';

const polling = { driver: 'polling', handles: 4, multiplexers: 2 };

function polled(...list: ReadonlyArray<Partial<ObserverEntry>>) {
  const observers = list.map((fields) => anObserver({ ...polling, ...fields }));
  return found('polling', [aWindow({ observers, processCpuMs: 1_000 })]);
}

describe('the finding polling', () => {
  it('gives the reason, the cost and the way out', () => {
    const [finding] = polled({
      driverReason: 'LIMIT_NO_SORT',
      polls: 10,
      polledDocs: 500,
      cpuMs: 70,
    });

    expect(finding?.severity).to.equal('warning');
    expect(finding?.evidence).to.deep.equal({
      reason: 'LIMIT_NO_SORT',
      handles: 4,
      multiplexers: 2,
      polls: 10,
      polledDocs: 500,
      docsPerSecond: 50,
      cpuMs: 70,
      share: 0.07,
    });
    expect(finding?.sentence).to.equal(
      'Publication tasks polls tasks with {listId: ?} because the query has a limit but no sort, ' +
        'which took 10 polls, 500 documents and 7 % of the CPU: add a sort, { _id: 1 } if any will do.',
    );
  });

  it('is an information while it costs little', () => {
    const severity = (fields: Partial<ObserverEntry>) =>
      polled({ driverReason: 'ORDERED', ...fields })[0]?.severity;

    expect(severity({ cpuMs: 49 })).to.equal('info');
    expect(severity({ cpuMs: 50 })).to.equal('warning');
    expect(severity({ polledDocs: 9_999 })).to.equal('info');
    expect(severity({ polledDocs: 10_000 })).to.equal('warning');
  });

  it('is one for all of an app that reads no stream', () => {
    const findings = polled(
      { driverReason: 'NO_ENV', polls: 5, cpuMs: 1 },
      { driverReason: 'NO_ENV', polls: 7, cpuMs: 3, owner: { kind: 'publication', name: 'most' } },
      { driverReason: 'LIMIT_NO_SORT', shape: '{} limit' },
    );

    expect(findings.map(({ subject }) => subject.shape)).to.have.members([undefined, '{} limit']);
    const whole = findings.find(({ subject }) => subject.shape === undefined);
    expect(whole?.subject).to.deep.equal({ driver: 'polling' });
    expect(whole?.evidence).to.include({ reason: 'NO_ENV', polls: 12, handles: 8 });
    expect(whole?.sentence)
      .to.include('(Publication most on tasks with {listId: ?} most)')
      .and.to.include('set MONGO_OPLOG_URL');
  });

  it('does not know the reason when it is none of its codes', () => {
    for (const driverReason of ['SOMETHING_NEW', 'constructor', undefined]) {
      const [finding] = polled(driverReason === undefined ? {} : { driverReason });

      expect(finding?.sentence).to.include('for a reason that is not known');
    }
  });

  it('leaves alone what neither lives nor polled, and what does not poll', () => {
    expect(polled({ handles: 0, polls: 0 })).to.deep.equal([]);
    expect(polled({ driver: 'oplog' })).to.deep.equal([]);
  });
});

describe('pollingReason', () => {
  it('has a way out for each code', () => {
    const remedies = pollingCodes.map((code) => pollingReason(code).remedy);

    expect(pollingCodes).to.include.members([
      ...['NO_ENV', 'DISABLE_OPLOG', 'MINIMONGO_MATCHER_ERROR', 'MINIMONGO_SORTER_ERROR'],
      ...['NOT_SUPPORTED_FIELDS', 'SKIP_NOT_SUPPORTED', 'WHERE_NOT_SUPPORTED', 'UNKNOWN_REASON'],
      ...['GEO_NOT_SUPPORTED', 'LIMIT_NO_SORT', 'TRACKER_ACTIVE', 'ORDERED'],
    ]);
    expect(new Set(remedies).size).to.equal(pollingCodes.length);
  });
});

describe('the finding uncounted', () => {
  it('names the driver, with all its handles', () => {
    const { evaluations: _e, useful: _u, ...bare } = anObserver({ driver: 'FancyDriver' });

    const findings = found('uncounted', [
      aWindow({
        observers: [
          { ...bare, handles: 2 },
          { ...bare, handles: 3, shape: '{}' },
          { ...bare, driver: 'Gone' },
          observerOf('counted', { handles: 1 }),
        ],
      }),
    ]);

    expect(findings.map(({ subject, evidence }) => [subject, evidence])).to.deep.equal([
      [{ driver: 'FancyDriver' }, { handles: 5 }],
    ]);
    expect(findings[0]?.sentence).to.include('FancyDriver').and.to.include('unknown, not 0');
  });
});
