import { RetryableError } from '../../common/sink';

/** Calls back once; the answer calls it off. */
export type After = (ms: number, fn: () => void) => () => void;

/** Settles as `start` does, or rejects, with its signal aborted, when that takes longer than `ms`. */
export function withinTime<Value>(
  after: After,
  ms: number,
  start: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const limit = new AbortController();
  return new Promise((resolve, reject) => {
    const cancel = after(ms, () => {
      reject(new RetryableError(`no answer within ${ms / 1_000} s`));
      limit.abort();
    });
    start(limit.signal).then(resolve, reject).finally(cancel);
  });
}
