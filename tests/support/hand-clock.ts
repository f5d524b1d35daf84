import type { Timers } from '../../server/pipeline/timers';

/** A clock and timers that move only when told to. */
export function handClock(start = 1_000_000) {
  let time = start;
  let timers: Array<{ at: number; fn: () => void }> = [];

  const clock = {
    now: () => time,
    wallNow: () => time,
    timers: {
      after(ms, fn) {
        const timer = { at: time + ms, fn };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    } satisfies Timers,
  };

  return {
    ...clock,
    /** Moves on, fires what is due in order, and lets promises settle before and after each. */
    async advance(ms: number): Promise<void> {
      const end = time + ms;
      await settle();
      for (;;) {
        const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        time = Math.max(time, due.at);
        due.fn();
        await settle();
      }
      time = end;
      await settle();
    },
    pending: () => timers.map((timer) => timer.at - time),
  };
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
