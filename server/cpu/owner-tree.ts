import type { CpuLabel } from '../../common/stopwatch';
import type { CallFrame, CpuProfile, ProfileNode } from './cpu-profile';

interface OpenNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  hitCount: number;
  readonly children: number[];
}

/**
 * The stacks of a profile once more, each below a frame that says whose it is,
 * such as `method tasks.add`, so that any viewer of flame graphs shows owners.
 */
export interface OwnerTree {
  /** The node that stands for `nodeId` of the profile below the frame of `label`; counts a hit. */
  hit(label: CpuLabel | undefined, nodeId: number): number;
  nodes(): ProfileNode[];
}

export function createOwnerTree(profile: Pick<CpuProfile, 'nodes'>): OwnerTree {
  const root = profile.nodes[0];
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map<number, number>();
  for (const { id, children = [] } of profile.nodes) {
    for (const child of children) parents.set(child, id);
  }
  const made: OpenNode[] = [];
  const byKey = new Map<string, OpenNode>();
  const top = add('root', root?.callFrame ?? frameOf('(root)'), undefined);

  function add(key: string, callFrame: CallFrame, below: OpenNode | undefined): OpenNode {
    const node = { id: made.length + 1, callFrame, hitCount: 0, children: [] };
    below?.children.push(node.id);
    made.push(node);
    byKey.set(key, node);
    return node;
  }

  function ownerNode(label: CpuLabel | undefined): OpenNode {
    if (!label) return top;
    const name = nameOf(label);
    return byKey.get(name) ?? add(name, frameOf(name), top);
  }

  /** From the root on, as stacks are deeper than recursion may be. */
  function pathTo(nodeId: number): number[] {
    const path: number[] = [];
    for (let id: number | undefined = nodeId; id !== undefined; id = parents.get(id)) {
      if (id !== root?.id) path.unshift(id);
    }
    return path;
  }

  function nodeOf(label: CpuLabel | undefined, nodeId: number): OpenNode {
    const owner = ownerNode(label);
    const known = byKey.get(`${owner.id}:${nodeId}`);
    if (known) return known;
    let node = owner;
    for (const id of pathTo(nodeId)) {
      const key = `${owner.id}:${id}`;
      node = byKey.get(key) ?? add(key, byId.get(id)?.callFrame ?? frameOf('?'), node);
    }
    return node;
  }

  return {
    hit(label, nodeId) {
      const node = nodeOf(label, nodeId);
      node.hitCount++;
      return node.id;
    },
    nodes: () => made,
  };
}

/** How an owner is called in a flame graph. */
function nameOf({ owner, name }: CpuLabel): string {
  return name === '' ? owner : `${owner} ${name}`;
}

function frameOf(functionName: string): CallFrame {
  return { functionName, scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 };
}
