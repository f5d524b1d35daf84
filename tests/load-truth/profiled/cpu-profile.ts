import { type Profiler, Session } from 'node:inspector/promises';

const INTERVAL_US = 200;
const ofRadiant = /(?<!tests|tests\/.*)\/(server|common)\//;

export interface CpuProfile {
  /** Milliseconds in which the process was not idle. */
  readonly activeMs: number;
  /** Milliseconds of these in which V8 collected garbage, whoever made it. */
  readonly garbageMs: number;
  /** Milliseconds of those stacks that have a frame `isWanted` accepts, Radiant's own work left out. */
  attribute(isWanted: (frame: Frame) => boolean): number;
  /** The functions at the end of those stacks, and their milliseconds. */
  functions(isWanted: (frame: Frame) => boolean): ReadonlyArray<readonly [string, number]>;
}

export interface Frame {
  readonly functionName: string;
  readonly url: string;
}

/** Profiles what `act` does, with V8's own sampling profiler. */
export async function profiled(act: () => Promise<void>): Promise<CpuProfile> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
  await session.post('Profiler.start');
  await act();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return read(profile);
}

function read({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): CpuProfile {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const selfMs = new Map<number, number>();
  for (const [index, id] of samples.entries()) {
    // A sample stands for the time until the next one.
    selfMs.set(id, (selfMs.get(id) ?? 0) + (timeDeltas[index + 1] ?? 0) / 1_000);
  }
  const named = (name: string) => (id: number) => byId.get(id)?.callFrame.functionName === name;
  const isIdle = named('(idle)');
  const isGarbage = named('(garbage collector)');
  const active = [...selfMs].filter(([id]) => !isIdle(id));

  function stackHas(id: number | undefined, isWanted: (frame: Frame) => boolean): boolean {
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const frame = byId.get(at)?.callFrame;
      if (frame && isWanted(frame)) return true;
    }
    return false;
  }

  /** The work of Radiant's hooks, which is booked to nobody; Node's own functions are whose calls them. */
  function isRadiants(id: number): boolean {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const { url = '' } = byId.get(at)?.callFrame ?? {};
      if (url !== '' && !url.startsWith('node:')) return ofRadiant.test(url);
    }
    return false;
  }

  const counts = ([id]: readonly [number, number], isWanted: (frame: Frame) => boolean) =>
    stackHas(id, isWanted) && !isRadiants(id);

  return {
    activeMs: sum(active),
    garbageMs: sum(active.filter(([id]) => isGarbage(id))),
    attribute: (isWanted) => sum(active.filter((sample) => counts(sample, isWanted))),
    functions(isWanted) {
      const byFunction = new Map<string, number>();
      for (const [id, ms] of active) {
        if (!counts([id, ms], isWanted)) continue;
        const { functionName = '', url = '' } = byId.get(id)?.callFrame ?? {};
        const name = `${functionName} ${url.split('/').slice(-2).join('/')}`;
        byFunction.set(name, (byFunction.get(name) ?? 0) + ms);
      }
      return [...byFunction].sort(([, a], [, b]) => b - a);
    },
  };
}

function sum(pairs: ReadonlyArray<readonly [unknown, number]>): number {
  return pairs.reduce((total, [, value]) => total + value, 0);
}
