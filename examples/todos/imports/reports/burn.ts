/** Keeps the CPU busy for `ms` milliseconds; returns how many rounds that took. */
export function burn(ms: number): number {
  const until = performance.now() + ms;
  let rounds = 0;
  while (performance.now() < until) rounds += 1;
  return rounds;
}
