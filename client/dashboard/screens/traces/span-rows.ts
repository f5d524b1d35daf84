import type { Span } from '../../../../common/trace';

/** What is needed of one part of a trace, which one process recorded. */
export interface TracePart {
  /** Epoch milliseconds of its start. */
  readonly at: number;
  readonly durationMs: number;
  readonly spans?: readonly Span[] | undefined;
}

/** A step as it stands in the waterfall. */
export interface SpanRow {
  readonly span: Span;
  /** Which part it is of. */
  readonly part: number;
  /** Whether it is the first of its part. */
  readonly isRoot: boolean;
  readonly depth: number;
  /** Since the earliest start of all parts, in milliseconds. */
  readonly startMs: number;
  /** While none of the steps below it was under way. */
  readonly selfMs: number;
}

interface Known {
  readonly span: Span;
  readonly part: number;
  readonly isRoot: boolean;
  readonly startMs: number;
  readonly below: Known[];
}

/**
 * The steps of a trace with each one below its parent, by their start. The parts of other processes
 * stand below the step that called them, where that is known; clocks of two hosts may differ by
 * some milliseconds.
 */
export function spanRows(parts: readonly TracePart[]): SpanRow[] {
  const earliest = Math.min(...parts.map(({ at }) => at));
  const all = parts.flatMap(({ at, spans = [] }, part) =>
    spans.map((span, index): Known => {
      return { span, part, isRoot: index === 0, startMs: at - earliest + span.startMs, below: [] };
    }),
  );
  const tops = inTree(all);
  const rows: SpanRow[] = [];
  const seen = new Set<Known>();
  // Spans that call each other their parent are no tree; they come last, as they are.
  for (const top of [...tops, ...all]) {
    const waiting: Array<readonly [Known, number]> = [[top, 0]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [known, depth] = next;
      if (seen.has(known)) continue;
      seen.add(known);
      rows.push(rowOf(known, depth));
      for (const below of byStart(known.below).reverse()) waiting.push([below, depth + 1]);
    }
  }
  return rows;
}

/** Puts each below its parent; returns those that have none here. */
function inTree(all: readonly Known[]): Known[] {
  const byId = new Map(all.map((known) => [known.span.id, known]));
  const rootOf = new Map(all.filter(({ isRoot }) => isRoot).map((known) => [known.part, known]));
  return all.filter((known) => {
    const { parentId } = known.span;
    const parent =
      (parentId === undefined ? undefined : byId.get(parentId)) ??
      (known.isRoot ? undefined : rootOf.get(known.part));
    if (parent && parent !== known) parent.below.push(known);
    return !parent || parent === known;
  });
}

function rowOf({ span, part, isRoot, startMs, below }: Known, depth: number): SpanRow {
  const end = startMs + span.durationMs;
  const inside = below.map(
    (one) =>
      [Math.max(one.startMs, startMs), Math.min(one.startMs + one.span.durationMs, end)] as const,
  );
  return { span, part, isRoot, depth, startMs, selfMs: span.durationMs - unionMs(inside) };
}

function byStart(all: readonly Known[]): Known[] {
  return [...all].sort((a, b) => a.startMs - b.startMs);
}

/** How long at least one of the stretches lasted. */
export function unionMs(stretches: ReadonlyArray<readonly [from: number, to: number]>): number {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    if (to <= until || to <= from) continue;
    covered += to - Math.max(from, until);
    until = to;
  }
  return covered;
}
