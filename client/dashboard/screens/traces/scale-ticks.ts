const most = 5;

/** Round moments of a scale from 0 to `wholeMs`, at most five; the last is not too near the end for its text. */
export function scaleTicks(wholeMs: number): number[] {
  if (!(wholeMs > 0)) return [];
  const raw = wholeMs / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const width = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const count = Math.floor((wholeMs * 0.92) / width) + 1;
  return Array.from({ length: count }, (_, index) => index * width);
}
