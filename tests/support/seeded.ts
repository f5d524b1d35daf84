import { seededRandom } from './seeded-random';

/** Numbers from 0 to 1 that look random and are the same in every run. */
export const seeded = seededRandom;

/** Latencies in milliseconds as apps have them: most around `median`, a long tail. */
export function latencies(count: number, seed: number, median = 8): number[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return random() < 0.01 ? 1000 + 9000 * random() : median * Math.exp(normal);
  });
}
