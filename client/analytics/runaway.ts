const maxBurst = 100;
const perSecond = 10;

/** Whether an event is one too many: a loop of an app's that calls without end costs nobody but itself. */
export function createRunawayGuard(
  now: () => number,
  warn: (line: string) => void,
  drop: (reason: string) => void,
): () => boolean {
  let left = maxBurst;
  let refilledAt = now();

  return () => {
    const time = now();
    left = Math.min(maxBurst, left + ((time - refilledAt) * perSecond) / 1000);
    refilledAt = time;
    if (left >= 1) {
      left--;
      return false;
    }
    warn(`more than ${perSecond} events a second; the rest is dropped`);
    drop('runaway');
    return true;
  };
}
