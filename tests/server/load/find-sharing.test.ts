import { expect } from 'chai';
import type { ObserverEntry } from '../../../common/observer-entry';
import { anObserver } from '../../support/an-observer';
import { aWindow, found } from './a-window';

describe('the finding duplicates', () => {
  const duplicated = (fields: Partial<ObserverEntry>) =>
    found('duplicates', [
      aWindow({
        observers: [anObserver({ handles: 20, multiplexers: 20, ...fields })],
        processCpuMs: 1_000,
      }),
    ]);

  it('says what sharing would save', () => {
    const [finding] = duplicated({ duplicates: 19, cpuMs: 200 });

    expect(finding?.severity).to.equal('warning');
    expect(finding?.evidence).to.deep.equal({
      duplicates: 19,
      multiplexers: 20,
      handles: 20,
      savedShare: 0.19,
    });
    expect(finding?.sentence).to.equal(
      'Publication tasks has 20 multiplexers for tasks with {listId: ?}, 19 of them for a query ' +
        'that another one observes already; shared, they would save 19 % of the CPU: they were ' +
        'opened at the same moment, so keep one such observer open or subscribe a little apart.',
    );
  });

  it('begins at three, and is a warning when they are many or cost much', () => {
    const severity = (fields: Partial<ObserverEntry>) => duplicated(fields)[0]?.severity;

    expect(severity({ duplicates: 2.9 })).to.equal(undefined);
    expect(severity({ duplicates: 3 })).to.equal('info');
    expect(severity({ duplicates: 9 })).to.equal('info');
    expect(severity({ duplicates: 10 })).to.equal('warning');
    expect(severity({ duplicates: 4, cpuMs: 249 })).to.equal('info');
    expect(severity({ duplicates: 4, cpuMs: 250 })).to.equal('warning');
    expect(severity({ duplicates: 10, multiplexers: 50 })).to.equal('warning');
    expect(severity({ duplicates: 10, multiplexers: 51 })).to.equal('info');
  });
});

describe('the finding not-reused', () => {
  const unshared = (fields: Partial<ObserverEntry>, sessions = 20) =>
    found('not-reused', [
      aWindow({
        observers: [anObserver({ handles: 20, multiplexers: 20, created: 20, ...fields })],
        processCpuMs: 1_000,
        sessions,
      }),
    ]);
  const range = '{at: {$gte: ?}}';

  it('comes where every client brings a range of its own', () => {
    const [finding] = unshared({ shape: range });

    expect(finding?.severity).to.equal('info');
    expect(finding?.evidence).to.include({ cause: 'range', handles: 20, multiplexers: 20 });
    expect(finding?.sentence).to.match(/such as a date, round it so that clients share one\.$/);
  });

  it('is a warning when it costs much', () => {
    expect(unshared({ shape: range, cpuMs: 50 })[0]?.severity).to.equal('warning');
    expect(unshared({ shape: range, cpuMs: 49 })[0]?.severity).to.equal('info');
  });

  it('comes where each session observes document by document', () => {
    const byId = { shape: '{_id: ?}', handles: 100, multiplexers: 100, created: 100 };

    expect(unshared(byId, 21)).to.deep.equal([]);

    const [finding] = unshared(byId, 20);

    expect(finding?.evidence).to.include({ cause: 'perDocument', perSession: 5 });
    expect(finding?.sentence).to.include('5 per session').and.to.include('one query with $in');
  });

  it('does not speak of $in where each session searches with a regular expression', () => {
    const search = { shape: '{name: {$regex: ?}}', handles: 100, multiplexers: 100, created: 100 };

    expect(unshared(search, 21)).to.deep.equal([]);

    const [finding] = unshared(search, 20);

    expect(finding?.evidence).to.include({ cause: 'pattern', perSession: 5 });
    expect(finding?.sentence).to.include('answer searches by a method').and.not.to.include('$in');
  });

  it('leaves alone a query per user, which nobody else could share', () => {
    expect(unshared({ shape: '{userId: ?}' })).to.deep.equal([]);
  });

  it('leaves alone what is few, shared, or duplicated', () => {
    expect(unshared({ shape: range, multiplexers: 19, handles: 19 })).to.deep.equal([]);
    expect(unshared({ shape: range, handles: 23 })).to.deep.equal([]);
    expect(unshared({ shape: range, created: 20, reused: 3 })).to.deep.equal([]);
    expect(unshared({ shape: range, duplicates: 1 })).to.deep.equal([]);
  });
});
