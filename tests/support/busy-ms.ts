/**
 * How long `act` kept the processor busy, in milliseconds: by the clock or by the CPU time of the
 * process, whichever is less. What else the machine does makes only the first larger.
 */
export function busyMs(act: () => void): number {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return Math.min(performance.now() - startedAt, (user + system) / 1_000);
}
