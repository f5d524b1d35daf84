import { expect } from 'chai';
import { resolveOptions } from '../../common/options';
import { type Agent, startAgent } from '../../server/agent';
import { chooseSinks } from '../../server/choose-sinks';
import { reportObservers } from '../../server/load-report';
import { findResource } from '../../server/resource';
import { measureBlocks } from '../bench/measure-blocks';
import { idleObservers } from '../support/idle-observers';

const OBSERVERS = 20_000;
const LONGEST_MS = 10;
/** What else the machine does makes a flush longer, but not the shortest of so many. */
const FLUSHES = 5;

const Connection = idleObservers();

describe(`an agent that counts ${OBSERVERS} observers`, () => {
  let agent: Agent;

  afterEach(() => agent.stop());

  it(`blocks the event loop for less than ${LONGEST_MS} ms while it flushes`, async function () {
    this.timeout(60_000);
    const connection = new Connection();
    agent = startOn();
    for (let number = 0; number < OBSERVERS; number += 1) {
      const query = {
        collectionName: `c${number % 20}`,
        selector: { [`f${number % 40}`]: number },
      };
      await connection._observeChanges(query, false, { added() {} });
    }
    await agent.flush();

    const blocks: number[] = [];
    for (let flush = 0; flush < FLUSHES; flush += 1) {
      for (const { _observeDriver } of connection.multiplexers) {
        _observeDriver._handleOplogEntrySteadyOrFetching();
      }
      blocks.push((await measureBlocks(() => agent.flush())).longestWallMs);
    }

    expect(Math.min(...blocks), blocks.join(' ')).to.be.lessThan(LONGEST_MS);
    const reader = agent.reader();
    const range = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
    const { observers } = reader ? await reportObservers(reader, range) : { observers: [] };
    expect(sumOf(observers.map(({ handles }) => handles))).to.equal(OBSERVERS);
    expect(sumOf(observers.map(({ evaluations = 0 }) => evaluations))).to.equal(
      FLUSHES * OBSERVERS,
    );
  });
});

function startOn(): Agent {
  const instruments = { process: false, streams: false, mutations: false, methods: false };
  const given = {
    flushIntervalMs: 600_000,
    instruments: { ...instruments, publications: false, sessions: false },
  };
  const options = resolveOptions({ settings: undefined, env: {}, given });
  return startAgent({
    meteor: { server: {}, ddpCommon: {}, mongoInternals: { Connection } },
    options,
    sinks: chooseSinks(options),
    resource: findResource({ env: {}, options, meteorRelease: undefined }),
    version: '0',
    warn: () => {},
  });
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
