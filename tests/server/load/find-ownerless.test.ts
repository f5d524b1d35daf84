import { expect } from 'chai';
import type { ObserverEntry } from '../../../common/observer-entry';
import { anObserver } from '../../support/an-observer';
import { aWindow, found } from './a-window';

const minute = 60_000;
const owner = { kind: 'none', name: '' } as const;

/** One process that has run for an hour. */
function old(observers: ReadonlyArray<Partial<ObserverEntry>>, startedAt: number | undefined = 0) {
  return found('ownerless-old', [
    aWindow({
      from: 60 * minute - 10_000,
      to: 60 * minute,
      ...(startedAt === undefined ? {} : { startedAt }),
      observers: observers.map((fields) => anObserver({ owner, ...fields })),
    }),
  ]);
}

describe('the finding ownerless-old', () => {
  it('comes from ten minutes on, for what opened after the start', () => {
    expect(old([{ handles: 1, oldestMs: 10 * minute - 1 }])).to.deep.equal([]);

    const [finding] = old([{ handles: 1, oldestMs: 10 * minute }]);

    expect(finding?.severity).to.equal('warning');
    expect(finding?.sentence).to.equal(
      '1 observer of tasks with {listId: ?} belongs to no publication or method, the oldest for ' +
        '10 min: see that whoever opened them also stops them.',
    );
  });

  it('says once, as an information, that a few have been there since the start', () => {
    const [finding, ...more] = old([
      { handles: 1, oldestMs: 60 * minute },
      { collection: 'lists', handles: 5, oldestMs: 59 * minute },
    ]);

    expect(more).to.deep.equal([]);
    expect(finding?.severity).to.equal('info');
    expect(finding?.subject).to.deep.equal({ owner });
    expect(finding?.sentence).to.equal(
      '6 observers opened when the app started, on lists, tasks, are still open: fine if that is meant.',
    );
  });

  it('does not take many, or late ones, for a design', () => {
    const severities = (fields: Partial<ObserverEntry>) =>
      old([fields]).map(({ severity }) => severity);

    expect(severities({ handles: 6, oldestMs: 60 * minute })).to.deep.equal(['warning']);
    expect(severities({ handles: 1, oldestMs: 59 * minute - 1 })).to.deep.equal(['warning']);
  });

  it('takes a few for a design when it does not know the start', () => {
    const [finding] = found('ownerless-old', [
      aWindow({ observers: [anObserver({ owner, handles: 2, oldestMs: 20 * minute })] }),
    ]);

    expect(finding?.severity).to.equal('info');
  });

  it('leaves observers alone that have an owner', () => {
    expect(
      old([{ owner: { kind: 'publication', name: 'a' }, handles: 9, oldestMs: 50 * minute }]),
    ).to.deep.equal([]);
  });
});
