import type { Batch } from '../../common/batch';
import { resolveOptions, type UserOptions } from '../../common/options';
import type { Resource } from '../../common/resource';
import type { Sink } from '../../common/sink';
import { startAgent } from '../../server/agent';
import { chooseSinks } from '../../server/choose-sinks';
import { handClock } from './hand-clock';
import type { HostTarget } from './instrumented-host';

const resource: Resource = {
  service: 'test',
  environment: 'test',
  release: '1',
  host: 'here',
  instance: 'abc',
  pid: 1,
  startedAt: 0,
  meteorRelease: 'METEOR@3',
  nodeVersion: '20',
  platform: 'bare',
};

/** A sink that keeps every batch. */
export function keepingSink() {
  const batches: Batch[] = [];
  const sink: Sink = {
    name: 'keeping',
    async write(batch) {
      batches.push(batch);
    },
  };
  return { sink, batches };
}

/** Starts an agent on a host, on a hand-wound clock, without the figures that the process' own clocks give. */
export function start(
  target: HostTarget,
  given: UserOptions = {},
  server: unknown = target.host.Meteor.server,
) {
  const clock = handClock();
  const warnings: string[] = [];
  const options = resolveOptions({
    settings: undefined,
    env: {},
    given: { instruments: { process: false }, cpuSampling: false, ...given },
  });
  const agent = startAgent({
    meteor: { server, ddpCommon: target.host.DDPCommon },
    options,
    sinks: chooseSinks(options, { wallNow: clock.wallNow }),
    resource,
    version: '0',
    warn: (message) => warnings.push(message),
    clock,
  });
  return { agent, clock, warnings };
}

/** What the batches say of a metric in all: the value of counters, the count of histograms. */
export const sumOf = (batches: readonly Batch[], metric: string) =>
  batches
    .flatMap(({ series }) => series)
    .filter((series) => series.metric === metric)
    .reduce((sum, one) => sum + (one.kind === 'histogram' ? one.value.count : one.value), 0);
