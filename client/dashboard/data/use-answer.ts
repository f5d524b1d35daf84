import { useEffect, useState } from 'preact/hooks';
import { ApiError, ask } from './api';

/** What a screen knows of an answer. While the next one is on its way the last one stays. */
export interface Answer<T> {
  readonly data?: T;
  /** The last attempt failed; `data` may be of an earlier one. */
  readonly error?: ApiError;
  readonly isLoading: boolean;
}

interface Asked {
  readonly promise: Promise<unknown>;
  readonly at: number;
}

/** Two parts of a screen that ask the same share one request. */
const shared = new Map<string, Asked>();
const sharedFor = 9_000;
const mostShared = 100;

/**
 * Asks the query API and asks anew when the address changes. Without an address nothing is asked.
 *
 * @param address of `apiAddress`, with the shape of what it answers
 * @param again another value asks anew, too: for what is as it is now, whatever the range
 */
export function useAnswer<T>(address: string | undefined, again?: string): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ isLoading: address !== undefined });

  useEffect(() => {
    if (address === undefined) {
      setAnswer({ isLoading: false });
      return undefined;
    }
    let isWanted = true;
    setAnswer(({ data }) => ({ ...(data !== undefined && { data }), isLoading: true }));
    asked(address).then(
      (data) => isWanted && setAnswer({ data: data as T, isLoading: false }),
      (error: unknown) =>
        isWanted &&
        setAnswer(({ data }) => ({
          ...(data !== undefined && { data }),
          ...{ error: toApiError(error), isLoading: false },
        })),
    );
    return () => {
      isWanted = false;
    };
  }, [address, again]);

  return answer;
}

function asked(address: string): Promise<unknown> {
  const now = performance.now();
  const known = shared.get(address);
  if (known && now - known.at < sharedFor) return known.promise;
  const promise = ask<unknown>(address);
  shared.delete(address);
  shared.set(address, { promise, at: now });
  promise.catch(() => shared.delete(address)); // a failure is not kept
  const [oldest] = shared.keys();
  if (shared.size > mostShared && oldest !== undefined) shared.delete(oldest);
  return promise;
}

function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(String(error), 'internal');
}
