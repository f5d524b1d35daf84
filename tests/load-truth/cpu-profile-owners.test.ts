import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Agent } from '../../server/agent';
import { createHost, type Host } from '../host/host';
import { createBurner } from './cpu/burn';
import { startAgentOn } from './start-agent-on';

const TOLERANCE = 0.25;
/** What else the machine does disturbs a run, but not three of them. */
const ATTEMPTS = 3;
const burners = { early: createBurner(), late: createBurner() };

function burnsAtOnce(): void {
  burners.early.burn(8);
}
function burnsAfterAwaits(): void {
  burners.late.burn(4);
}

describe('a profile', function () {
  this.timeout(30_000);
  let host: Host;
  let agent: Agent;

  beforeEach(() => {
    host = createHost({
      ...{ version: '3.3.2', driver: 'oplog', log: () => {} },
      without: ['accounts-base', 'ddp-rate-limiter'],
    });
    agent = startAgentOn(host);
    host.Meteor.methods({
      early: burnsAtOnce,
      async late() {
        await sleep(1);
        burnsAfterAwaits();
        await null;
        burnsAfterAwaits();
      },
    });
  });

  afterEach(async () => {
    await agent.stop();
    await host.close();
  });

  /** Calls both methods while a profile is taken, one after the other, and waits in between. */
  async function profiled() {
    const taken = agent.profile({ durationMs: 1_500, intervalMs: 1 });
    await sleep(100); // until the profiler has started
    const before = { early: burners.early.wallMs, late: burners.late.wallMs };
    const endAt = performance.now() + 1_200;
    while (performance.now() < endAt) {
      await host.Meteor.callAsync('early');
      await setImmediate();
      await host.Meteor.callAsync('late');
    }
    const truth = {
      early: burners.early.wallMs - before.early,
      late: burners.late.wallMs - before.late,
    };
    const report = await taken;
    const figures = (['early', 'late'] as const).map((name) => ({
      name,
      truthMs: truth[name],
      owner: report.attribution.find((one) => one.owner === 'method' && one.name === name),
    }));
    return { report, figures };
  }

  it('says what methods took, before and after their awaits, and in which functions', async () => {
    let last = await profiled();
    for (let time = 1; time < ATTEMPTS && !last.figures.every(isRight); time++) {
      await sleep(10_100); // profiles are apart
      last = await profiled();
    }

    expect(last.figures.filter((one) => !isRight(one))).to.deep.equal([]);
    const [early, late] = last.figures.map(({ owner }) =>
      owner?.topFunctions.map(({ name }) => name),
    );
    expect(early).to.include.oneOf(['burn', 'burnsAtOnce', 'now']);
    expect(late).to.include.oneOf(['burn', 'burnsAfterAwaits', 'now']);
    expect(stacksOf(last.report.profile)).to.include.members([
      'method early > burnsAtOnce',
      'method late > burnsAfterAwaits',
    ]);
    expect(last.report.truncated).to.equal(false);
  });
});

function isRight({ truthMs, owner }: { truthMs: number; owner?: { cpuMs: number } | undefined }) {
  return owner !== undefined && Math.abs(owner.cpuMs - truthMs) <= TOLERANCE * truthMs;
}

/** Which owners have which functions below them. */
function stacksOf({ nodes }: { nodes: readonly ProfileNodeLike[] }): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const below = (node: ProfileNodeLike): string[] =>
    (node.children ?? []).flatMap((id) => {
      const child = byId.get(id);
      return child ? [child.callFrame.functionName, ...below(child)] : [];
    });
  const owners = nodes.filter(({ callFrame }) => /^method /.test(callFrame.functionName));
  return owners.flatMap((owner) =>
    below(owner).map((name) => `${owner.callFrame.functionName} > ${name}`),
  );
}

interface ProfileNodeLike {
  readonly id: number;
  readonly callFrame: { readonly functionName: string };
  readonly children?: readonly number[] | undefined;
}
