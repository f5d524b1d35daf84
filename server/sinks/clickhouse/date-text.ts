/** What a DateTime64 of milliseconds can hold, in 1900 and 2299. */
export const [earliestDate, latestDate] = [-2_208_988_800_000, 10_413_791_999_000];

/** Epoch milliseconds as ClickHouse reads them, in UTC. */
export function dateText(at: number): string {
  return new Date(Math.floor(at)).toISOString().replace('T', ' ').slice(0, -1);
}
