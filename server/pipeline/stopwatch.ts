import type { CpuOwner, CpuStopwatch } from '../../common/stopwatch';

/** Deeper than any honest nesting: a `leave` was lost. */
const deepest = 64;

/** The stopwatch over one stack. `lost` hears of each time the stack had to be reset. */
export function createStopwatch(now: () => number, lost: () => void): CpuStopwatch {
  const stack: CpuOwner[] = [];
  let current: CpuOwner | undefined;
  let since = 0;

  return {
    enter(owner) {
      const at = now();
      if (current) {
        current.cpuMs += at - since;
        stack.push(current);
      }
      current = owner;
      since = at;
      if (stack.length > deepest) {
        stack.length = 0;
        lost();
      }
    },
    leave() {
      if (!current) return;
      const at = now();
      current.cpuMs += at - since;
      current = stack.pop();
      since = at;
    },
  };
}
