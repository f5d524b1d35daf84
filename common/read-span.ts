/** The time a window covers, and whose it is. Epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** The sender's instance. */
  readonly owner: string;
}

/** The time that at least one of the spans covers. */
export function unionMs(spans: readonly Span[]): number {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  let covered = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of sorted) {
    if (to <= end) continue;
    covered += to - Math.max(from, end);
    end = to;
  }
  return covered;
}

/**
 * The step an answer can have, given the one that was asked for and the usual
 * width of what is stored: the least multiple of the asked one that is not
 * finer. A fifth more than asked still counts as that width, since windows
 * close a little late.
 */
export function widenStep(askedMs: number, widthMs: number): number {
  return askedMs * Math.max(1, Math.ceil(widthMs / askedMs - 0.2));
}

/** The upper median of the spans' lengths; 0 without any. */
export function usualWidth(spans: ReadonlyArray<Pick<Span, 'from' | 'to'>>): number {
  const widths = spans.map(({ from, to }) => to - from).sort((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)] ?? 0;
}
