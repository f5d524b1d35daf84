import { expect } from 'chai';
import { differences } from './compare';
import { type CallEvent, type FrameEvent, type Scenario, scenarios } from './scenario';

const [recording] = scenarios('3.3.2', 'polling').filter(
  ({ scenario }) => scenario === 'method-ok',
);

function changed(change: Partial<Scenario>): string[] {
  const whole = recording as Scenario;
  return differences(whole, { ...whole, ...change });
}

function swapped<T>(items: readonly T[], at: number): T[] {
  const copy = [...items];
  copy.splice(at, 2, copy[at + 1] as T, copy[at] as T);
  return copy;
}

describe('the comparison of a run with its recording', () => {
  const { frames, calls } = recording as Scenario;
  const inside = calls.findIndex(({ target }) => target === 'WriteFence.arm');

  it('finds nothing in the recording itself', () => {
    expect(changed({})).to.deep.equal([]);
  });

  it('finds frames in another order', () => {
    const at = frames.findIndex(({ frame }) => frame?.msg === 'updated');

    expect(changed({ frames: swapped(frames, at) })[0]).to.match(/frames of client A differ at 1/);
  });

  it('finds a frame with another key', () => {
    const other = frames.map((event): FrameEvent => {
      const isResult = event.dir === 'in' && event.frame?.msg === 'result';
      return isResult ? { ...event, frame: { ...event.frame, extra: 1 } } : event;
    });

    expect(changed({ frames: other })).to.have.length(1);
  });

  it('finds calls in another order within a message', () => {
    expect(changed({ calls: swapped(calls, inside) })[0]).to.match(
      /calls of method:1:fx.ok differ/,
    );
  });

  it('finds a missing call, another receiver and a promise where there was none', () => {
    const without = calls.filter((_call, at) => at !== inside);
    const change = (call: Partial<CallEvent>) =>
      calls.map((each, at) => (at === inside ? { ...each, ...call } : each));

    expect(changed({ calls: without })).to.have.length(1);
    expect(changed({ calls: change({ self: '<Other>' }) })).to.have.length(1);
    expect(changed({ calls: change({ phase: 'return', promise: false }) })).not.to.deep.equal([]);
  });

  it('finds sessions that are left over', () => {
    const afterwards = { sessions: 1, multiplexersInDictionary: 0 };

    expect(changed({ afterwards })[0]).to.match(/what is left over/);
  });
});
