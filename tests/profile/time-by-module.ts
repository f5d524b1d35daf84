import type { CallFrame, CpuProfile } from '../../server/cpu/cpu-profile';

export interface ModuleTime {
  readonly name: string;
  /** Share of the process' CPU time in code of the module. */
  readonly self: number;
  /** With what it called: other modules of Radiant and Node, but no code of anybody else's. */
  readonly withCallees: number;
}

export interface ProfileTimes {
  /** Those that take most come first. */
  readonly modules: readonly ModuleTime[];
  /** Shares of the process' CPU time. */
  readonly radiant: number;
  /** Of Node and V8, on behalf of Radiant. */
  readonly node: number;
  /** Of the whole process: nobody can say whose garbage it was. */
  readonly garbage: number;
  /** How long the process was busy, in milliseconds. */
  readonly busyMs: number;
  /** And in all. */
  readonly totalMs: number;
}

/** `undefined` for Node and V8, which belong to whoever called them; `''` for anybody else. */
export type ModuleOf = (frame: CallFrame) => string | undefined;

const idle = '(idle)';
const garbage = '(garbage collector)';

/**
 * Whose the time of a profile was. A sample is Radiant's where the top of its
 * stack is, Node's own frames left out; each module on the way down to the
 * first frame of somebody else's has it with its callees.
 */
export function timeByModule(profile: CpuProfile, moduleOf: ModuleOf): ProfileTimes {
  const stacks = stacksOf(profile);
  const self = new Map<string, number>();
  const withCallees = new Map<string, number>();
  const sums = { radiant: 0, node: 0, garbage: 0, busy: 0, total: 0 };
  const add = (times: Map<string, number>, name: string, us: number) =>
    times.set(name, (times.get(name) ?? 0) + us);

  function addOwn(names: ReadonlyArray<string | undefined>, us: number): void {
    const own = ownModules(names);
    const [nearest] = own;
    if (nearest === undefined) return;
    if (names[0] === undefined) sums.node += us;
    else {
      sums.radiant += us;
      add(self, nearest, us);
    }
    for (const name of new Set(own)) add(withCallees, name, us);
  }

  for (const [index, id] of profile.samples.entries()) {
    const us = profile.timeDeltas[index] ?? 0;
    const stack = stacks.get(id) ?? [];
    const top = stack[0]?.functionName;
    sums.total += us;
    if (top === idle) continue;
    sums.busy += us;
    if (top === garbage) sums.garbage += us;
    addOwn(stack.map(moduleOf), us);
  }

  const modules = [...withCallees]
    .map(([name, us]) => ({
      name,
      self: (self.get(name) ?? 0) / sums.busy,
      withCallees: us / sums.busy,
    }))
    .sort((a, b) => b.self - a.self || b.withCallees - a.withCallees);
  return {
    modules,
    radiant: sums.radiant / sums.busy,
    node: sums.node / sums.busy,
    garbage: sums.garbage / sums.busy,
    busyMs: sums.busy / 1_000,
    totalMs: sums.total / 1_000,
  };
}

/** Modules from the top of a stack to the first frame of somebody else's; none where that is on top. */
function ownModules(names: ReadonlyArray<string | undefined>): string[] {
  const end = names.indexOf('');
  return names
    .slice(0, end < 0 ? names.length : end)
    .filter((name): name is string => name !== undefined);
}

/** Frames by the id of their top node, from the top down. */
function stacksOf({ nodes }: CpuProfile): Map<number, readonly CallFrame[]> {
  const stacks = new Map<number, readonly CallFrame[]>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const open = nodes.slice(0, 1).map((node) => ({ node, below: [] as readonly CallFrame[] }));
  for (let next = open.pop(); next; next = open.pop()) {
    const stack = [next.node.callFrame, ...next.below];
    stacks.set(next.node.id, stack);
    for (const id of next.node.children ?? []) {
      const node = byId.get(id);
      if (node) open.push({ node, below: stack });
    }
  }
  return stacks;
}
