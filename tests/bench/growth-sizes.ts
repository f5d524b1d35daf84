/** How many there are of what an app can have many of. */
export const growthSizes = [10, 100, 1_000, 10_000] as const;

/** High enough that nothing is folded into `_OTHER`. */
export const growthLimits = { seriesLimit: 20_000, histogramLimit: 100_000 } as const;

export const sizeName = (size: number): string => size.toLocaleString('en');
