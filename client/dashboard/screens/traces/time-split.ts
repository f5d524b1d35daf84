import type { Span, SpanKind } from '../../../../common/trace';
import { stepLabel } from './step-words';

/** What a stretch of a call went to. `own`: its handler, while no step below was under way. `call`: another call that it made. */
export type SplitKind =
  | 'own'
  | 'call'
  | Exclude<SpanKind, 'method' | 'publication' | 'job' | 'http' | 'run'>;

export interface SplitPart {
  readonly kind: SplitKind;
  readonly durationMs: number;
  /** Of the whole trace, 0 … 1. */
  readonly share: number;
  /** What it consists of, the longest first. */
  readonly steps: readonly SplitStep[];
}

export interface SplitStep {
  readonly label: string;
  /** How many spans. */
  readonly count: number;
  readonly durationMs: number;
}

interface Placed {
  readonly kind: SplitKind;
  readonly label: string;
  /** Whether it is a step of its own, and not a part of one. */
  readonly isCounted: boolean;
  readonly depth: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Where the time of a call went, the longest first. Each moment counts once: it belongs to the
 * innermost step that was under way, of several to the one that began last. So the parts add up to
 * the duration of the call.
 */
export function timeSplit(spans: readonly Span[], durationMs: number): SplitPart[] {
  const placed = placedOf(spans, durationMs);
  const times = ownTimes(placed);
  const kinds = new Map<SplitKind, Map<string, { count: number; durationMs: number }>>();
  for (const [index, { kind, label, isCounted }] of placed.entries()) {
    const steps = kinds.get(kind) ?? new Map<string, { count: number; durationMs: number }>();
    const step = steps.get(label) ?? { count: 0, durationMs: 0 };
    if (isCounted) step.count++;
    step.durationMs += times[index] ?? 0;
    kinds.set(kind, steps.set(label, step));
  }
  return [...kinds]
    .map(([kind, steps]) => partOf(kind, steps, durationMs))
    .filter((part) => part.durationMs > 0)
    .sort((a, b) => b.durationMs - a.durationMs);
}

function partOf(
  kind: SplitKind,
  found: ReadonlyMap<string, { readonly count: number; readonly durationMs: number }>,
  wholeMs: number,
): SplitPart {
  const steps = [...found]
    .map(([label, step]) => ({ label, ...step }))
    .sort((a, b) => b.durationMs - a.durationMs);
  const durationMs = steps.reduce((sum, step) => sum + step.durationMs, 0);
  return { kind, durationMs, share: wholeMs > 0 ? durationMs / wholeMs : 0, steps };
}

function placedOf(spans: readonly Span[], durationMs: number): Placed[] {
  const depths = new Map<string, number>();
  /** The call that a span is part of; none for that of the trace itself. */
  const calls = new Map<string, string>();
  return spans.map((span, index) => {
    const isRoot = index === 0;
    const parent = span.parentId ?? ''; // that of the root is in another process
    const depth = (depths.get(parent) ?? -1) + 1;
    const call = !isRoot && isCall(span.kind) ? span.name : calls.get(parent);
    depths.set(span.id, depth);
    if (call !== undefined) calls.set(span.id, call);
    return {
      ...kindAndLabel(span, call),
      isCounted: span.kind !== 'run',
      depth,
      from: Math.max(0, span.startMs),
      to: isRoot ? durationMs : Math.min(durationMs, span.startMs + span.durationMs),
    };
  });
}

function kindAndLabel(span: Span, call: string | undefined): Pick<Placed, 'kind' | 'label'> {
  const { kind } = span;
  if (!(isCall(kind) || kind === 'run')) return { kind, label: stepLabel(span) };
  return call === undefined ? { kind: 'own', label: '' } : { kind: 'call', label: call };
}

function isCall(kind: SpanKind): kind is 'method' | 'publication' | 'http' | 'job' {
  return kind === 'method' || kind === 'publication' || kind === 'http' || kind === 'job';
}

/** For how long each was the innermost. */
function ownTimes(placed: readonly Placed[]): number[] {
  const times = placed.map(() => 0);
  const edges = [...new Set(placed.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const starting = placed.map((_, index) => index).sort((a, b) => fromOf(a) - fromOf(b));
  let active: number[] = [];
  let next = 0;
  for (const [at, from] of edges.entries()) {
    const to = edges[at + 1];
    if (to === undefined) break;
    for (; next < starting.length && fromOf(starting[next]) <= from; next++) {
      active.push(starting[next] ?? 0);
    }
    active = active.filter((index) => (placed[index]?.to ?? 0) > from);
    const inner = innermost(placed, active);
    if (inner !== undefined) times[inner] = (times[inner] ?? 0) + to - from;
  }
  return times;

  function fromOf(index: number | undefined): number {
    return placed[index ?? -1]?.from ?? 0;
  }
}

function innermost(placed: readonly Placed[], active: readonly number[]): number | undefined {
  let best: number | undefined;
  for (const index of active) {
    const [one, so] = [placed[index], placed[best ?? -1]];
    if (!one) continue;
    const isInner = !so || one.depth > so.depth || (one.depth === so.depth && one.from >= so.from);
    if (isInner) best = index;
  }
  return best;
}
