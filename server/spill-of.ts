import type { Options } from '../common/options';
import type { Resource } from '../common/resource';
import type { Spill } from '../common/spill';
import type { AgentClock } from './agent-clock';
import type { DropCounter } from './pipeline/drop-counter';
import { diskSpill } from './spill/disk-spill';

export interface SpillParts {
  readonly options: Pick<Options, 'spill'>;
  readonly resource: Pick<Resource, 'host' | 'pid' | 'instance'>;
  readonly drops: DropCounter;
  readonly clock: AgentClock;
  readonly warn: (message: string) => void;
}

/** Where on disk batches of each sink may wait; `undefined` unless the options name a folder. */
export function spillOf(parts: SpillParts): ((sinkName: string) => Spill) | undefined {
  const { options, resource, drops, clock, warn } = parts;
  const { path, maxBytes } = options.spill;
  if (path === undefined) return undefined;
  return (sinkName) =>
    diskSpill({
      path,
      sinkName,
      maxBytes,
      self: resource,
      drops,
      timers: clock.timers,
      now: clock.wallNow,
      isAlive,
      warn,
    });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: string }).code === 'EPERM'; // somebody else's
  }
}
