import type { PerformanceObserver } from 'node:perf_hooks';
import { expect } from 'chai';
import { watchGc } from '../../../../server/instruments/process/gc';
import { fakeRecorder } from '../../../support/fake-recorder';

type Callback = (list: { getEntries(): unknown[] }) => void;

function fakeObserver() {
  const seen = { callback: (() => undefined) as Callback, connected: false };
  class Fake {
    constructor(callback: Callback) {
      seen.callback = callback;
    }
    observe() {
      seen.connected = true;
    }
    disconnect() {
      seen.connected = false;
    }
  }
  return { seen, Observer: Fake as unknown as typeof PerformanceObserver };
}

describe('watchGc', () => {
  it('records every entry of a callback, by kind', () => {
    const { recorder, samples } = fakeRecorder();
    const { seen, Observer } = fakeObserver();
    watchGc(recorder, Observer);

    seen.callback({
      getEntries: () => [
        { duration: 1, detail: { kind: 1 } },
        { duration: 20, detail: { kind: 4 } },
        { duration: 3, detail: { kind: 99 } },
      ],
    });

    const told = samples.map(
      (sample) => sample.kind === 'metric' && [sample.dims.gc, sample.value],
    );
    expect(told).to.deep.equal([
      ['minor', 1],
      ['major', 20],
      ['other', 3],
    ]);
  });

  it('stops observing when it is taken out', () => {
    const { recorder } = fakeRecorder();
    const { seen, Observer } = fakeObserver();
    const undo = watchGc(recorder, Observer);
    expect(seen.connected).to.equal(true);

    undo();

    expect(seen.connected).to.equal(false);
  });
});
