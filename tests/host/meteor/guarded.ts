import { isPromise } from './promises';

/**
 * Calls `run` and hands what it throws, or what its promise rejects with, to
 * `handle`. A failed call gives what `handle` made of it: normally `undefined`.
 */
export function guarded<R>(run: () => R, handle: (error: unknown) => void): R {
  let result: R | undefined;
  try {
    result = run();
    if (isPromise(result)) result = result.catch(handle) as R;
  } catch (error) {
    handle(error);
  }
  return result as R;
}
