import type { Query } from './query';

export interface FlushOptions {
  readonly deadlineMs: number;
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<void>;
}

const POLL_MS = 100;

/**
 * Resolves when all that the agent had recorded at the time of the call can be
 * read: one more window has been closed, and its batch has reached the sink.
 */
export async function nextFlush(query: Query, options: FlushOptions): Promise<void> {
  const { deadlineMs, now = Date.now, pause = sleep } = options;
  const startedAt = now();
  const { batches: before } = await query.status();
  for (;;) {
    const { batches, sinks } = await query.status();
    const waiting = Object.values(sinks).reduce(
      (sum, { waitingBatches }) => sum + waitingBatches,
      0,
    );
    if (batches > before && waiting === 0) return;
    if (now() - startedAt > deadlineMs) {
      throw new Error(
        `The agent flushed nothing for ${deadlineMs} ms (${waiting} batches waiting)`,
      );
    }
    await pause(POLL_MS);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
