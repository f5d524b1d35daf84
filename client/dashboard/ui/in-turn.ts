const waiting = new Set<() => void>();
let isScheduled = false;

/**
 * Does what takes long later, each piece by itself, so that the page can be drawn and answers to its
 * operator between two of them. What is returned calls it off.
 */
export function inTurn(task: () => void): () => void {
  waiting.add(task);
  schedule();
  return () => {
    waiting.delete(task);
  };
}

function schedule(): void {
  if (isScheduled || waiting.size === 0) return;
  isScheduled = true;
  setTimeout(() => {
    isScheduled = false;
    const [task] = waiting;
    if (!task) return;
    waiting.delete(task);
    try {
      task();
    } finally {
      schedule();
    }
  });
}
