const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A length of time in the largest unit it has at least one of: `15 min`, `24 h`, `7 d`. */
export function spanOf(ms: number): string {
  const [unit, width] = units.find(([, width]) => ms >= width * (width === 86_400_000 ? 2 : 1)) ?? [
    'ms',
    1,
  ];
  const count = ms / width;
  return `${Number.isInteger(count) ? count : count.toFixed(1)} ${unit}`;
}
