import type { Deploy, LaterStart } from '../../common/deploys-answer';
import type { Resource } from '../../common/resource';

/** One process that was seen. */
export interface SeenProcess {
  readonly resource: Resource;
  /** When it is known to have reported last, epoch milliseconds. */
  readonly lastAt: number;
}

export interface Starts {
  readonly deploys: Deploy[];
  readonly starts: LaterStart[];
}

/** Processes of a release that start so soon after another came with it. */
const rolloutMs = 10 * 60_000;

interface Came {
  readonly release: string;
  readonly at: number;
  lastStartAt: number;
  instances: number;
  readonly isReturn: boolean;
}

/**
 * Tells releases that came from processes that were started again, or added,
 * from when the processes of one service in one environment started and last
 * reported; `sureMs` is how exactly that is known.
 */
export function deploysOf(processes: readonly SeenProcess[], sureMs: number): Starts {
  const sorted = [...processes].sort((a, b) => a.resource.startedAt - b.resource.startedAt);
  const latest = Math.max(...processes.map(({ lastAt }) => lastAt));
  const isGoneAt = ({ lastAt }: SeenProcess, at: number) =>
    lastAt <= at + sureMs && lastAt < latest - sureMs;
  const came: Came[] = [];
  const starts: LaterStart[] = [];
  for (const [index, { resource }] of sorted.entries()) {
    const { release, host, startedAt: at } = resource;
    const own = sorted.slice(0, index).filter((other) => other.resource.release === release);
    const running = own.filter((other) => !isGoneAt(other, at));
    const isReturn = own.length > 0 && came.at(-1)?.release !== release && running.length === 0;
    const known = came.findLast((one) => one.release === release);
    if (!known || isReturn) {
      came.push({ release, at, lastStartAt: at, instances: 1, isReturn });
      continue;
    }
    const isAgain = own.some((other) => other.resource.host === host && isGoneAt(other, at));
    if (!isAgain && at - known.lastStartAt <= rolloutMs) {
      known.instances++;
      known.lastStartAt = at;
    } else starts.push(laterStart(resource, isAgain ? 'restart' : 'added'));
  }
  return { deploys: came.flatMap((one) => deployOf(one, sorted[0]?.resource)), starts };
}

function deployOf(came: Came, resource: Resource | undefined): Deploy[] {
  if (!resource) return [];
  const { service, environment } = resource;
  const { at, release, instances, isReturn } = came;
  return [{ at, service, environment, release, instances, isReturn }];
}

function laterStart(resource: Resource, kind: LaterStart['kind']): LaterStart {
  const { startedAt: at, service, environment, release, host, instance } = resource;
  return { at, kind, service, environment, release, host, instance };
}
