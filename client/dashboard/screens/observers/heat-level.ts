/** How hot a value is among others, from 0 (nothing) to 5 (the most), each level three times the one below. */
export function heatLevel(value: number | undefined, most: number): number {
  if (value === undefined || value <= 0 || most <= 0) return 0;
  const below = Math.log(most / Math.min(value, most)) / Math.log(3);
  return Math.max(1, 5 - Math.floor(below + 1e-9));
}

export const heatWords = ['none', 'very low', 'low', 'middle', 'high', 'very high'] as const;
