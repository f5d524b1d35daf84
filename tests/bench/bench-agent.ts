import { resolveOptions, type UserOptions } from '../../common/options';
import { type Agent, startAgent } from '../../server/agent';
import { type AgentClock, nodeClock } from '../../server/agent-clock';
import { chooseSinks } from '../../server/choose-sinks';
import type { MeteorInternals } from '../../server/install-instruments';
import { findResource } from '../../server/resource';

/**
 * Starts an agent with its defaults, but for the figures of the process and
 * what is given; and without windows of CPU sampling: what is measured would be
 * in one or not, as it happens. What they cost is a bench of its own, `cpu`.
 */
export function benchAgent(
  meteor: MeteorInternals,
  given: UserOptions = {},
  clock: AgentClock = nodeClock,
): Agent {
  const { instruments, ...others } = given;
  const options = resolveOptions({
    settings: undefined,
    env: {},
    given: { cpuSampling: false, instruments: { process: false, ...instruments }, ...others },
  });
  return startAgent({
    meteor,
    options,
    sinks: chooseSinks(options),
    resource: findResource({ env: {}, options, meteorRelease: undefined }),
    version: '0',
    warn: () => undefined,
    clock,
  });
}
