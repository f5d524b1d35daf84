import { expect } from 'chai';
import type { CpuProfile } from '../../server/cpu/cpu-profile';
import { timeByModule } from './time-by-module';

describe('timeByModule', () => {
  it('gives each sample to the module on top of the stack, and to those it was called by', () => {
    const { modules } = timesOf(['app', 'methods', 'recorder'], ['app', 'methods']);

    expect(modules).to.deep.equal([
      { name: 'methods', self: 0.5, withCallees: 1 },
      { name: 'recorder', self: 0.5, withCallees: 0.5 },
    ]);
  });

  it('leaves what the app does below a hook to the app', () => {
    const { modules, radiant } = timesOf(['methods', 'app'], ['methods', 'app', 'recorder']);

    expect(modules).to.deep.equal([{ name: 'recorder', self: 0.5, withCallees: 0.5 }]);
    expect(radiant).to.equal(0.5);
  });

  it('keeps what Node does for a module apart from its own code', () => {
    const times = timesOf(['app', 'recorder', 'node:x'], ['app', 'node:x']);

    expect(times.modules).to.deep.equal([{ name: 'recorder', self: 0, withCallees: 0.5 }]);
    expect(times.radiant).to.equal(0);
    expect(times.node).to.equal(0.5);
  });

  it('counts a module once, however often it is in a stack', () => {
    expect(timesOf(['methods', 'recorder', 'methods']).modules[0]?.withCallees).to.equal(1);
  });

  it('knows idle time, which is nobody’s, and garbage', () => {
    const times = timesOf(['(idle)'], ['(garbage collector)'], ['app'], ['app']);

    expect(times.garbage).to.be.closeTo(1 / 3, 1e-9);
    expect(times.busyMs).to.equal(3);
    expect(times.totalMs).to.equal(4);
  });
});

/** Of samples of a millisecond, each a stack from the bottom up. */
function timesOf(...stacks: ReadonlyArray<readonly string[]>) {
  let nextId = 1;
  const nodes: Array<CpuProfile['nodes'][number]> = [];
  const node = (functionName: string, children: number[]) => {
    const id = nextId++;
    const callFrame = { functionName, scriptId: '', url: '', lineNumber: 0, columnNumber: 0 };
    nodes.unshift({ id, callFrame, children });
    return id;
  };
  const tops: number[] = [];
  const bottoms = stacks.map((stack) => {
    let child: number | undefined;
    for (const name of stack.toReversed()) {
      child = node(name, child === undefined ? [] : [child]);
      if (name === stack.at(-1) && tops.length < stacks.indexOf(stack) + 1) tops.push(child);
    }
    return child ?? 0;
  });
  node('(root)', bottoms);
  const timeDeltas = stacks.map(() => 1_000);
  return timeByModule(
    { nodes, startTime: 0, endTime: 0, samples: tops, timeDeltas },
    ({ functionName: name }) => {
      if (name === 'app') return '';
      return /^\(|^node:/.test(name) ? undefined : name;
    },
  );
}
