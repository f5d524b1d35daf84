import { expect } from 'chai';
import type { Invocation } from '../../../../common/invocation';
import { traceBytes } from '../../../../common/record-bytes';
import type { Trace } from '../../../../common/trace';
import { heapBytes } from '../../../support/heap-bytes';
import { seeded } from '../../../support/seeded';
import { aTracer, query } from './a-tracer';

const mebibyte = 2 ** 20;
const perSecond = 2_000;
const windowSeconds = 10;
const inFlight = 400;

/** What the traces of an app hold in all: those of this window, those of the last batch, and what is under way. */
const budgetBytes = 4 * mebibyte;

const bytesOf = (traces: readonly Trace[]) =>
  traces.reduce((sum, trace) => sum + traceBytes(trace), 0);

/** An app of 100 methods: most calls are small, one in ten fails. Some are under way at any time. */
function aBusyApp() {
  const tracer = aTracer();
  const random = seeded(5);
  const open: Invocation[] = [];

  function call(): void {
    tracer.tick(1000 / perSecond);
    const begun = tracer.begin(`method${Math.floor(random() * 100)}`);
    query(begun, random() < 0.02 ? 150 : 3, tracer.recorder.now());
    open.push(begun);
  }

  function endOldest(): void {
    const oldest = open.length > inFlight ? open.shift() : undefined;
    if (oldest) tracer.end(oldest, { outcome: random() < 0.1 ? 'error' : 'ok' });
  }

  return {
    ...tracer,
    runWindow() {
      for (let n = 0; n < perSecond * windowSeconds; n++) {
        call();
        endOldest();
      }
    },
  };
}

describe('the memory of traces', () => {
  it('is the same after ten minutes as after five, at 2,000 calls a second', function () {
    this.timeout(60_000);
    const { runWindow, takeTraces, drops } = aBusyApp();
    const before = heapBytes();
    const held: number[] = [];
    let kept: readonly Trace[] = [];
    let largest = 0;

    for (let window = 1; window <= 60; window++) {
      runWindow();
      if (window % 30 === 0) held.push(heapBytes() - before);
      kept = takeTraces();
      largest = Math.max(largest, bytesOf(kept));
    }

    const [five = 0, ten = 0] = held;
    expect(Math.max(five, ten)).to.be.lessThan(budgetBytes);
    expect(ten - five).to.be.lessThan(0.25 * mebibyte);
    expect(largest).to.be.within(0.5 * mebibyte, 1.05 * mebibyte);
    expect(Object.keys(drops)).to.deep.equal(['trace-limit']); // these are too many for 1 MiB
  });
});
