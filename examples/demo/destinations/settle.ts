import type { CallsByMethod } from '../destinations';

const deadlineMs = 10_000;
const pauseMs = 200;

/** Reads again until there are enough calls, or time is up; the last reading counts. */
export async function untilEnough(
  read: () => Promise<CallsByMethod> | CallsByMethod,
  atLeast: number,
): Promise<CallsByMethod> {
  const startedAt = Date.now();
  for (;;) {
    const calls = await read();
    const sum = Object.values(calls).reduce((total, count) => total + count, 0);
    if (sum >= atLeast || Date.now() - startedAt > deadlineMs) return calls;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
