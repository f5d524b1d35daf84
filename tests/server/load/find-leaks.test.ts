import { expect } from 'chai';
import type { ObserverEntry } from '../../../common/observer-entry';
import type { LoadWindow } from '../../../server/load/load-window';
import { anObserver } from '../../support/an-observer';
import { aWindow, found, windowsOf } from './a-window';

type Flow = Pick<ObserverEntry, 'handles'> & Partial<ObserverEntry>;

/** Windows of a publication `tasks`: its handles, and how many of its subscriptions live and ended. */
function publication(
  list: ReadonlyArray<Flow & { live?: number; ended?: number; sessions?: number }>,
): LoadWindow[] {
  return windowsOf(
    list.map(({ live, ended = 0, sessions, ...flow }) => ({
      observers: [anObserver(flow)],
      ...(live === undefined ? {} : { subscriptions: { tasks: { live, ended } } }),
      ...(sessions === undefined ? {} : { sessions }),
    })),
  );
}

/** Windows of code outside of any call. */
function ownerless(list: ReadonlyArray<Flow & { sessions?: number; live?: number }>): LoadWindow[] {
  const owner = { kind: 'none', name: '' } as const;
  return publication(list.map((flow) => ({ ...flow, owner })));
}

describe('the finding leak', () => {
  const leaking = [
    { handles: 40, created: 50, stopped: 10, live: 10, ended: 40 },
    { handles: 80, created: 50, stopped: 10, live: 10, ended: 50 },
  ];

  it('names a publication whose subscriptions end and whose handles stay, after two windows', () => {
    expect(found('leak', publication(leaking.slice(0, 1)))).to.deep.equal([]);

    const [finding, ...more] = found('leak', publication(leaking));

    expect(more).to.deep.equal([]);
    expect(finding?.severity).to.equal('critical');
    expect(finding?.subject).to.deep.equal({
      owner: { kind: 'publication', name: 'tasks' },
      collection: 'tasks',
      shape: '{listId: ?}',
      driver: 'oplog',
    });
    expect(finding?.evidence).to.deep.equal({
      how: 'subscriptions',
      windows: 2,
      handles: 80,
      gained: 80,
      opened: 100,
      stopped: 20,
      orphans: 0,
      subscriptions: 10,
      ended: 90,
      processes: 1,
    });
    expect(finding?.sentence).to.equal(
      'Publication tasks leaks observers of tasks with {listId: ?}: 80 handles and rising, ' +
        '100 opened and 20 stopped in the last 2 windows while 90 subscriptions of it ended; ' +
        'stop each observer when its subscription stops (this.onStop).',
    );
  });

  it('comes at once after a steady time', () => {
    const steady = { handles: 10, created: 40, stopped: 40, live: 10, ended: 40 };
    const first = { handles: 50, created: 40, stopped: 0, live: 10, ended: 40 };
    const second = { handles: 90, created: 40, stopped: 0, live: 10, ended: 40 };

    expect(found('leak', publication([steady, steady, steady, first]))).to.deep.equal([]);
    expect(found('leak', publication([steady, steady, first, second]))).to.have.length(1);
  });

  it('needs five more handles, a tenth more, and a fifth more than subscriptions explain', () => {
    const slow = (gain: number) => [
      { handles: 10, created: 10, stopped: 10, live: 10, ended: 10 },
      { handles: 12, created: 2, live: 10, ended: 2 },
      { handles: 10 + gain, created: gain - 2, live: 10, ended: 3 },
    ];
    const large = (gain: number) => [
      { handles: 1_000, created: 500, stopped: 500, live: 900, ended: 500 },
      { handles: 1_001, created: 1, live: 900, ended: 2 },
      { handles: 1_000 + gain, created: gain - 1, live: 700, ended: 200 },
    ];

    expect(found('leak', publication(slow(4)))).to.deep.equal([]);
    expect(found('leak', publication(slow(5)))).to.have.length(1);
    expect(found('leak', publication(large(99)))).to.deep.equal([]);
    expect(found('leak', publication(large(100)))).to.have.length(1);

    const beyond = (live: number) => [
      { handles: 60, created: 60, live: 60, ended: 9 },
      { handles: 100, created: 40, live, ended: 9 },
    ];

    expect(found('leak', publication(beyond(81)))).to.deep.equal([]);
    expect(found('leak', publication(beyond(80)))).to.have.length(1);
  });

  it('sees a slow leak over six windows', () => {
    const slow = Array.from({ length: 6 }, (_, at) => {
      return { handles: 11 + at, created: 1, live: 10, ended: 1 };
    });

    expect(found('leak', publication(slow.slice(0, 4)))).to.deep.equal([]);
    expect(found('leak', publication(slow))[0]?.evidence).to.include({ windows: 6, gained: 6 });
  });

  it('does not come where handles grow with their subscriptions', () => {
    const growing = [
      { handles: 40, created: 50, stopped: 10, live: 40, ended: 40 },
      { handles: 80, created: 50, stopped: 10, live: 80, ended: 40 },
      { handles: 160, created: 90, stopped: 10, live: 160, ended: 40 },
    ];

    expect(found('leak', publication(growing))).to.deep.equal([]);
  });

  it('does not come where each subscription opens ten observers', () => {
    const composite = [
      { handles: 400, created: 400, live: 40, ended: 1 },
      { handles: 800, created: 400, live: 80, ended: 1 },
      { handles: 1_200, created: 400, live: 120, ended: 1 },
    ];

    expect(found('leak', publication(composite))).to.deep.equal([]);
  });

  it('does not come where initial queries are slow', () => {
    const slow = [
      { handles: 20, created: 20, live: 100, ended: 1 },
      { handles: 60, created: 40, live: 100, ended: 1 },
      { handles: 99, created: 39, live: 99, ended: 1 },
    ];

    expect(found('leak', publication(slow))).to.deep.equal([]);
  });

  it('does not come while no subscription ends', () => {
    const opening = [
      { handles: 60, created: 60, live: 60, ended: 0 },
      { handles: 100, created: 40, live: 60, ended: 0 },
    ];

    expect(found('leak', publication(opening))).to.deep.equal([]);
  });

  it('does not come where as many handles end as subscriptions', () => {
    const balanced = [
      { handles: 30, created: 50, stopped: 20, live: 10, ended: 20 },
      { handles: 60, created: 50, stopped: 20, live: 10, ended: 20 },
    ];

    expect(found('leak', publication(balanced))).to.deep.equal([]);
  });

  it('comes where orphans become more, and those of before are still there', () => {
    const rising = (orphans: number, stopped: number) =>
      publication([
        { handles: 20, orphans: 2, created: 20 },
        { handles: 20, orphans, stopped, created: stopped },
      ]);

    expect(found('leak', rising(3, 2))).to.deep.equal([]);
    expect(found('leak', rising(2, 1))).to.deep.equal([]);

    const [finding] = found('leak', rising(3, 1));

    expect(finding?.severity).to.equal('critical');
    expect(finding?.evidence).to.include({ how: 'orphans', orphans: 3 });
    expect(finding?.sentence).to.include('3 of them left behind by their owner');
  });

  it('comes where there are more orphans than subscriptions that ended in two windows', () => {
    const rising = (orphans: number) =>
      publication([
        { handles: 60, orphans: 50, created: 40, stopped: 40, live: 10, ended: 30 },
        { handles: 60, orphans, created: 60, stopped: 60, live: 10, ended: 20 },
      ]);

    expect(found('leak', rising(60))).to.deep.equal([]);
    expect(found('leak', rising(61))).to.have.length(1);
  });

  it('comes without subscriptions after three windows in which sessions stay', () => {
    const leak = (sessions: readonly number[]) =>
      ownerless(
        sessions.map((count, at) => ({ handles: 10 * (at + 1), created: 10, sessions: count })),
      );

    expect(found('leak', leak([100, 100]))).to.deep.equal([]);
    expect(found('leak', leak([100, 105, 111]))).to.deep.equal([]);

    const [finding] = found('leak', leak([100, 90, 110]));

    expect(finding?.severity).to.equal('warning');
    expect(finding?.sentence).to.equal(
      'Code outside of any call leaks observers of tasks with {listId: ?}: 30 handles and rising, ' +
        '30 opened and 0 stopped in the last 3 windows while the 110 sessions did not become ' +
        'more; stop each observer when it is no longer needed.',
    );
  });

  it('does not come without subscriptions where a fifth of the handles end', () => {
    const leak = (stopped: number) =>
      ownerless([1, 2, 3].map((at) => ({ handles: 50 * at, created: 100, stopped, sessions: 9 })));

    expect(found('leak', leak(20))).to.have.length(1);
    expect(found('leak', leak(21))).to.deep.equal([]);
  });

  it('does not come where sessions are not known, or subscriptions of any kind grow', () => {
    const flow = (at: number) => ({ handles: 10 * at, created: 10 });

    expect(found('leak', ownerless([1, 2, 3].map(flow)))).to.deep.equal([]);
    expect(
      found(
        'leak',
        ownerless([1, 2, 3].map((at) => ({ ...flow(at), sessions: 9, live: 100 * at }))),
      ),
    ).to.deep.equal([]);
  });

  it('does not come without subscriptions where a publication has a handle per session', () => {
    const leak = (sessions: number) =>
      publication([1, 2, 3].map((at) => ({ handles: 10 * at, created: 10, sessions })));

    expect(found('leak', leak(29))).to.have.length(1);
    expect(found('leak', leak(30))).to.deep.equal([]);
  });

  it('does not take what was folded into _OTHER for a leak', () => {
    const folded = leaking.map((flow) => ({ ...flow, shape: '_OTHER' }));

    expect(found('leak', publication(folded))).to.deep.equal([]);
  });

  it('puts processes together', () => {
    const other = publication(leaking).map((window) => ({ ...window, instance: 'b' }));

    const [finding] = found('leak', [...publication(leaking), ...other]);

    expect(finding?.evidence).to.include({ handles: 160, processes: 2 });
  });
});

describe('the finding orphans', () => {
  it('comes for a single one that is still there a window later', () => {
    const left = (stopped: number) =>
      found(
        'orphans',
        publication([
          { handles: 5, orphans: 1 },
          { handles: 5, orphans: 1, stopped, oldestMs: 30_000 },
        ]),
      );

    expect(left(1)).to.deep.equal([]);

    const [finding] = left(0);

    expect(finding?.severity).to.equal('warning');
    expect(finding?.evidence).to.deep.equal({
      orphans: 1,
      handles: 5,
      oldestMs: 30_000,
      processes: 1,
    });
    expect(finding?.sentence).to.equal(
      'Publication tasks left 1 observer of tasks with {listId: ?} open after the subscription ' +
        'ended; the oldest of its handles has lived for 30 s.',
    );
  });

  it('does not come in one window, in which handles may end a little later', () => {
    expect(found('orphans', publication([{ handles: 9, orphans: 9 }]))).to.deep.equal([]);
  });

  it('does not speak of a process that has ended', () => {
    const ended = publication([{ handles: 9, orphans: 9 }]);

    expect(found('orphans', [...ended, aWindow({ instance: 'b' }, 5)])).to.deep.equal([]);
  });
});
