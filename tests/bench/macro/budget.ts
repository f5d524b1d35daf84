/** One promise, and whether it was kept. */
export interface Verdict {
  readonly promise: string;
  /** What was measured, as text. */
  readonly found: string;
  readonly isKept: boolean;
}

/** What Radiant may cost an app under load. */
export const budgets = {
  /** CPU time per call of a trivial method, times that without Radiant. */
  trivialCpuRatio: 1.03,
  /** A change of the median of a method of 5 ms that is beyond measuring errors. */
  medianRatio: 1.01,
  /** More memory with ten thousand series. */
  memoryBytes: 25e6,
  /** Longest block of the event loop in a flush. */
  flushBlockMs: 5,
} as const;

export function verdictText({ promise, found, isKept }: Verdict): string {
  return `${isKept ? 'kept' : 'EXCEEDED'}: ${promise}: ${found}\n`;
}
