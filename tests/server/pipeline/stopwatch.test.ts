import { expect } from 'chai';
import type { CpuOwner } from '../../../common/stopwatch';
import { createStopwatch } from '../../../server/pipeline/stopwatch';

function aStopwatch() {
  let time = 0;
  let losses = 0;
  const stopwatch = createStopwatch(
    () => time,
    () => losses++,
  );
  return {
    stopwatch,
    tick(ms: number) {
      time += ms;
    },
    losses: () => losses,
  };
}

const anOwner = (): CpuOwner => ({ cpuMs: 0 });

/** Keeps slices by owner, as `owner from-to`. */
function aWatch(names: ReadonlyMap<CpuOwner, string>) {
  const slices: string[] = [];
  return {
    slices,
    watch: {
      accountOf: (owner: CpuOwner) => ({
        add: (from: number, to: number) => slices.push(`${names.get(owner)} ${from}-${to}`),
      }),
    },
  };
}

describe('the CPU stopwatch', () => {
  it('books nested time to the innermost owner only', () => {
    const { stopwatch, tick } = aStopwatch();
    const outer = anOwner();
    const inner = anOwner();

    stopwatch.enter(outer);
    tick(2);
    stopwatch.enter(inner);
    tick(3);
    stopwatch.leave();
    tick(4);
    stopwatch.leave();
    tick(5);

    expect([outer.cpuMs, inner.cpuMs]).to.deep.equal([6, 3]);
  });

  it('does nothing at a leave without a turn', () => {
    const { stopwatch, tick } = aStopwatch();
    const owner = anOwner();

    stopwatch.leave();
    stopwatch.enter(owner);
    tick(1);
    stopwatch.leave();
    stopwatch.leave();

    expect(owner.cpuMs).to.equal(1);
  });

  it('starts anew where it is too deep for anything but a lost leave', () => {
    const { stopwatch, losses } = aStopwatch();

    for (let depth = 0; depth < 65; depth++) stopwatch.enter(anOwner());
    expect(losses()).to.equal(0);
    stopwatch.enter(anOwner());

    expect(losses()).to.equal(1);
  });

  it('tells a watch every slice, in order, with its times', () => {
    const { stopwatch, tick } = aStopwatch();
    const outer = anOwner();
    const inner = anOwner();
    const { slices, watch } = aWatch(
      new Map([
        [outer, 'outer'],
        [inner, 'inner'],
      ]),
    );
    stopwatch.watch(watch);

    stopwatch.enter(outer);
    tick(2);
    stopwatch.enter(inner);
    tick(3);
    stopwatch.leave();
    tick(4);
    stopwatch.leave();

    expect(slices).to.deep.equal(['outer 0-2', 'inner 2-5', 'outer 5-9']);
    expect([outer.cpuMs, inner.cpuMs]).to.deep.equal([6, 3]);
  });

  it('forgets the turns under way when a watch begins, and when it ends', () => {
    const { stopwatch, tick } = aStopwatch();
    const owner = anOwner();
    const { slices, watch } = aWatch(new Map([[owner, 'owner']]));

    stopwatch.enter(owner);
    stopwatch.watch(watch);
    tick(1);
    stopwatch.leave();
    stopwatch.enter(owner);
    tick(2);
    stopwatch.watch(undefined);
    tick(4);
    stopwatch.leave();

    expect(slices).to.deep.equal([]);
    expect(owner.cpuMs).to.equal(0);
  });

  it('tells nobody any more once the watch has ended', () => {
    const { stopwatch, tick } = aStopwatch();
    const owner = anOwner();
    const { slices, watch } = aWatch(new Map([[owner, 'owner']]));
    stopwatch.watch(watch);
    stopwatch.watch(undefined);

    stopwatch.enter(owner);
    tick(1);
    stopwatch.leave();

    expect(slices).to.deep.equal([]);
    expect(owner.cpuMs).to.equal(1);
  });
});
