import type { CpuLabel } from '../../common/stopwatch';
import { type CallFrame, type CpuProfile, samplesOf } from './cpu-profile';
import { createOwnerTree } from './owner-tree';

export interface ProfiledFunction {
  readonly name: string;
  /** Of its script; empty for V8's and Node's own. */
  readonly url: string;
  /** From 1 on; 0 where there is none. */
  readonly line: number;
  /** While it was on top of the stack. */
  readonly selfMs: number;
}

/** What one owner had of the CPU in the time of a profile. */
export interface ProfiledOwner extends CpuLabel {
  readonly cpuMs: number;
  /** Of the time in which anything ran; 0 to 1. */
  readonly share: number;
  /** The ten with the most time of their own. */
  readonly topFunctions: readonly ProfiledFunction[];
}

export interface Attributed {
  readonly profile: CpuProfile;
  /** Whoever had the most first. */
  readonly attribution: readonly ProfiledOwner[];
}

const mostFunctions = 10;
const unattributed: CpuLabel = { owner: 'unattributed', name: '' };

interface Sum {
  readonly label: CpuLabel;
  cpuMs: number;
  readonly functions: Map<string, { readonly frame: CallFrame; selfMs: number }>;
}

/** Tells each sample of a profile whose it is. `labelAt` knows who had the CPU at a time of V8's clock. */
export function attribute(
  profile: CpuProfile,
  labelAt: (microseconds: number) => CpuLabel | undefined,
): Attributed {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const tree = createOwnerTree(profile);
  const sums = new Map<string, Sum>();
  const samples: number[] = [];

  for (const { nodeId, at, ms } of samplesOf(profile)) {
    const frame = frames.get(nodeId);
    if (!frame || isIdle(frame)) {
      samples.push(tree.hit(undefined, nodeId));
      continue;
    }
    const label = labelAt(at) ?? unattributed;
    samples.push(tree.hit(label, nodeId));
    count(sumOf(sums, label), frame, ms);
  }

  const busyMs = [...sums.values()].reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  const attribution = [...sums.values()]
    .sort((a, b) => b.cpuMs - a.cpuMs)
    .map(({ label, cpuMs, functions }) => ({
      owner: label.owner,
      name: label.name,
      cpuMs,
      share: busyMs > 0 ? cpuMs / busyMs : 0,
      topFunctions: topOf(functions),
    }));
  return { profile: { ...profile, nodes: tree.nodes(), samples }, attribution };
}

function isIdle({ functionName }: CallFrame): boolean {
  return functionName === '(idle)' || functionName === '(root)';
}

function sumOf(sums: Map<string, Sum>, label: CpuLabel): Sum {
  const key = `${label.owner} ${label.name}`;
  const known = sums.get(key);
  if (known) return known;
  const fresh = { label, cpuMs: 0, functions: new Map() };
  sums.set(key, fresh);
  return fresh;
}

function count(sum: Sum, frame: CallFrame, ms: number): void {
  sum.cpuMs += ms;
  const key = `${frame.scriptId}:${frame.lineNumber}:${frame.columnNumber}:${frame.functionName}`;
  const known = sum.functions.get(key);
  if (known) known.selfMs += ms;
  else sum.functions.set(key, { frame, selfMs: ms });
}

function topOf(functions: Sum['functions']): ProfiledFunction[] {
  return [...functions.values()]
    .sort((a, b) => b.selfMs - a.selfMs)
    .slice(0, mostFunctions)
    .map(({ frame, selfMs }) => ({
      name: frame.functionName || '(anonymous)',
      url: frame.url,
      line: frame.lineNumber + 1,
      selfMs,
    }));
}
