/** Timers that never keep the process alive. */
export interface Timers {
  /** Calls `fn` once after `ms`; returns the way to call it off. */
  after(ms: number, fn: () => void): () => void;
}

/** Resolves as `promise` does, or with `otherwise` when that takes longer than `ms`. Never rejects. */
export function within<Value>(
  timers: Timers,
  ms: number,
  promise: Promise<Value>,
  otherwise: Value,
): Promise<Value> {
  return new Promise((resolve) => {
    const cancel = timers.after(ms, () => resolve(otherwise));
    promise.then(resolve, () => resolve(otherwise)).finally(cancel);
  });
}
