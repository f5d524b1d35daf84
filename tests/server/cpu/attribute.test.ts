import { expect } from 'chai';
import type { CpuLabel } from '../../../common/stopwatch';
import { attribute } from '../../../server/cpu/attribute';
import type { CpuProfile, ProfileNode } from '../../../server/cpu/cpu-profile';

const node = (id: number, functionName: string, children: readonly number[] = []): ProfileNode => ({
  id,
  callFrame: { functionName, scriptId: '1', url: 'app.js', lineNumber: id, columnNumber: 0 },
  children,
});

/** Looks every millisecond: `outer` twice, idle, `inner` twice. */
const aProfile: CpuProfile = {
  nodes: [node(1, '(root)', [2, 4]), node(2, 'outer', [3]), node(3, 'inner'), node(4, '(idle)')],
  startTime: 1_000,
  endTime: 6_000,
  samples: [2, 2, 4, 3, 3],
  timeDeltas: [0, 1_000, 1_000, 1_000, 1_000],
};

const adding: CpuLabel = { owner: 'method', name: 'tasks.add' };
const radiant: CpuLabel = { owner: 'radiant', name: '' };
/** The method until 5 ms, then Radiant. */
const labelAt = (us: number) => (us < 5_000 ? adding : radiant);

describe('attribute', () => {
  it('gives each owner its time, its share of what ran, and its functions', () => {
    const { attribution } = attribute(aProfile, labelAt);

    expect(attribution).to.deep.equal([
      {
        ...adding,
        cpuMs: 3,
        share: 0.75,
        topFunctions: [
          { name: 'outer', url: 'app.js', line: 3, selfMs: 2 },
          { name: 'inner', url: 'app.js', line: 4, selfMs: 1 },
        ],
      },
      {
        ...radiant,
        cpuMs: 1,
        share: 0.25,
        topFunctions: [{ name: 'inner', url: 'app.js', line: 4, selfMs: 1 }],
      },
    ]);
  });

  it('puts the stacks below a frame of their owner, and nothing else of the profile changes', () => {
    const { profile } = attribute(aProfile, labelAt);
    const byId = new Map(profile.nodes.map((one) => [one.id, one]));
    const parentOf = (id: number) => profile.nodes.find((one) => one.children?.includes(id))?.id;
    const stackOf = (id: number | undefined): string[] =>
      id === undefined
        ? []
        : [...stackOf(parentOf(id)), byId.get(id)?.callFrame.functionName ?? '?'];

    expect(profile.samples.map((id) => stackOf(id).join(' > '))).to.deep.equal([
      '(root) > method tasks.add > outer',
      '(root) > method tasks.add > outer',
      '(root) > (idle)',
      '(root) > method tasks.add > outer > inner',
      '(root) > radiant > outer > inner',
    ]);
    expect(profile.nodes.map(({ hitCount = 0 }) => hitCount).reduce((a, b) => a + b)).to.equal(5);
    expect(profile).to.deep.include({ startTime: 1_000, endTime: 6_000 });
    expect(profile.timeDeltas).to.equal(aProfile.timeDeltas);
  });

  it('calls unattributed what nobody is known of', () => {
    const { attribution } = attribute(aProfile, () => undefined);

    expect(attribution.map(({ owner, cpuMs }) => [owner, cpuMs])).to.deep.equal([
      ['unattributed', 4],
    ]);
  });

  it('makes nothing of nothing', () => {
    const { attribution } = attribute({ ...aProfile, samples: [], timeDeltas: [] }, labelAt);

    expect(attribution).to.deep.equal([]);
  });
});
