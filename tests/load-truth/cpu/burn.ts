import { readFileSync } from 'node:fs';

const schedule = '/proc/thread-self/schedstat';

/** CPU time of this thread in milliseconds where the system tells, else the time that passes. */
export function threadMs(): number {
  try {
    return Number(readFileSync(schedule, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return performance.now();
  }
}

/**
 * Code that keeps the CPU busy, and knows for how long it did: the truth. Where
 * others wanted the core as well, the CPU time is less than the time that passed.
 */
export interface Burner {
  burn(ms: number): void;
  readonly cpuMs: number;
  readonly wallMs: number;
}

export function createBurner(): Burner {
  let cpuMs = 0;
  let wallMs = 0;
  return {
    burn(ms) {
      const cpuBefore = threadMs();
      const startedAt = performance.now();
      while (performance.now() < startedAt + ms) Math.sqrt(ms);
      wallMs += performance.now() - startedAt;
      cpuMs += threadMs() - cpuBefore;
    },
    get cpuMs() {
      return cpuMs;
    },
    get wallMs() {
      return wallMs;
    },
  };
}
