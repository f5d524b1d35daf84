import { expect } from 'chai';
import type { Finding } from '../../../common/finding';
import type { LoadWindow } from '../../../server/load/load-window';
import { findingsAtOnce, loadAtOnce } from './at-once';
import { type Behaviour, simulateApp } from './simulated-app';

const seeds = [1, 2, 3];

/** What is found at the end of each window, in the ten windows up to it. */
function leaksIn(windows: readonly LoadWindow[]): ReadonlyArray<readonly Finding[]> {
  return windows.map((_, at) =>
    findingsAtOnce(loadAtOnce(windows.slice(Math.max(0, at - 9), at + 1))).filter(
      ({ kind }) => kind === 'leak' || kind === 'orphans',
    ),
  );
}

function names(found: readonly Finding[]): string[] {
  return found.map(({ kind, subject }) => `${kind} ${subject.owner?.name} ${subject.shape}`);
}

/** What the process may know: everything, or nothing of the one or the other. */
const knowledge: Readonly<Record<string, (window: LoadWindow) => LoadWindow>> = {
  all: (window) => window,
  'no subscriptions': withoutSubscriptions,
  'no orphans': withoutOrphans,
  'neither subscriptions nor orphans': (window) => withoutOrphans(withoutSubscriptions(window)),
};

function withoutSubscriptions({ subscriptions: _subscriptions, ...window }: LoadWindow) {
  return window;
}

function withoutOrphans(window: LoadWindow): LoadWindow {
  return { ...window, observers: window.observers.map((entry) => ({ ...entry, orphans: 0 })) };
}

function expectNoLeak(behaviour: Omit<Behaviour, 'seed'>): void {
  for (const seed of seeds) {
    const windows = simulateApp({ seed, windows: 20, ...behaviour });
    for (const [known, view] of Object.entries(knowledge)) {
      const found = leaksIn(windows.map(view)).flatMap(names);

      expect(found, `seed ${seed}, ${known}`).to.deep.equal([]);
    }
  }
}

describe('findings in an app of 200 clients that come and go', function () {
  this.timeout(60_000);

  it('see no leak while clients pour in, all at once or slowly', () => {
    expectNoLeak({ rampTicks: 1 });
    expectNoLeak({ rampTicks: 50 });
    expectNoLeak({ rampTicks: 190 });
  });

  it('see no leak where initial queries take three windows', () => {
    expectNoLeak({ openLag: 30 });
  });

  it('see no leak where handles end half a window after their subscriptions', () => {
    expectNoLeak({ stopLag: 5 });
  });

  it('see no leak where all clients lose their connection and come back', () => {
    expectNoLeak({ outageAt: 99 });
    expectNoLeak({ outageAt: 100, stopLag: 4 });
    expectNoLeak({ outageAt: 105, stopLag: 4 });
  });

  it('name the publication that never stops its observer within two windows, and no other', () => {
    for (const seed of seeds) {
      const found = leaksIn(simulateApp({ seed, leak: 1, windows: 12 }));

      const first = found.findIndex((list) => list.some(({ kind }) => kind === 'leak'));
      expect(first, `seed ${seed}`).to.be.within(0, 2);
      expect(new Set(found.flatMap(names))).to.deep.equal(
        new Set(['leak leaky {userId: ?}', 'orphans leaky {userId: ?}']),
      );
    }
  });

  it('name it later when they know less', () => {
    const latest = {
      'no subscriptions': 2,
      'no orphans': 5,
      'neither subscriptions nor orphans': 9,
    };
    for (const [known, within] of Object.entries(latest)) {
      const view = knowledge[known] ?? ((window: LoadWindow) => window);
      const found = leaksIn(simulateApp({ seed: 1, leak: 1, windows: 12 }).map(view));

      const first = found.findIndex((list) => list.some(({ kind }) => kind === 'leak'));
      expect(first, known).to.be.within(0, within);
      expect(new Set(found.flat().map(({ subject }) => subject.owner?.name))).to.deep.equal(
        new Set(['leaky']),
      );
    }
  });

  it('name the publication that forgets every third observer, within ten windows', () => {
    for (const seed of seeds) {
      const found = leaksIn(simulateApp({ seed, leak: 1 / 3, windows: 14 }));

      const first = found.findIndex((list) => list.some(({ kind }) => kind === 'leak'));
      expect(first, `seed ${seed}`).to.be.within(0, 9);
      expect(new Set(found.flatMap(names))).to.deep.equal(
        new Set(['leak leaky {userId: ?}', 'orphans leaky {userId: ?}']),
      );
    }
  });
});
