import { resolveOptions, type UserOptions } from '../../common/options';
import { type Agent, startAgent } from '../../server/agent';
import { chooseSinks } from '../../server/choose-sinks';
import { findResource } from '../../server/resource';
import type { Host } from '../host/host';

/**
 * Starts Radiant on a host without loading its package; it flushes when it is
 * told to, and does not sample CPU time unless it is told so.
 */
export function startAgentOn(host: Host, more: UserOptions = {}): Agent {
  const { Meteor, DDPCommon, Mongo, MongoInternals, Package } = host;
  const given = { flushIntervalMs: 600_000, cpuSampling: false, ...more };
  const options = resolveOptions({ settings: undefined, env: {}, given });
  const { minimongo } = Package as { readonly minimongo?: { readonly LocalCollection?: unknown } };
  return startAgent({
    meteor: {
      ...{ server: Meteor.server, ddpCommon: DDPCommon, mongo: Mongo },
      ...{ mongoInternals: MongoInternals, localCollection: minimongo?.LocalCollection },
    },
    options,
    sinks: chooseSinks(options),
    resource: findResource({ env: {}, options, meteorRelease: undefined }),
    version: '0',
    warn: (message) => process.stderr.write(`${message}\n`),
  });
}
