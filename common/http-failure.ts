import { RetryableError } from './sink';

const longestWaitMs = 60 * 60 * 1000;

/** Statuses after which the same request may go well later (RFC 9110; 413 never will). */
const isTemporary = (status: number) => status === 408 || status === 429 || status >= 500;

/**
 * What a sink throws when its backend answered with anything but success:
 * retryable for 408, 429 and 5xx, with the time that `Retry-After` asks for;
 * final for all else. `detail` is what the backend said; it is cut.
 */
export function httpFailure(
  backend: string,
  { status, retryAfter, detail = '' }: HttpFailure,
  wallNow: number,
): Error {
  const said = detail.trim().replace(/\s+/g, ' ').slice(0, 200);
  const message = `${backend} answered ${status}${said && `: ${said}`}`;
  if (!isTemporary(status)) return new Error(message);
  const retryAfterMs = retryAfterMsOf(retryAfter, wallNow);
  return new RetryableError(message, retryAfterMs === undefined ? {} : { retryAfterMs });
}

export interface HttpFailure {
  readonly status: number;
  /** The header `Retry-After`. */
  readonly retryAfter?: string | null | undefined;
  readonly detail?: string | undefined;
}

/** Seconds, or a date; at most an hour. `undefined` for anything else. */
function retryAfterMsOf(header: string | null | undefined, wallNow: number): number | undefined {
  if (!header) return undefined;
  const isSeconds = /^\s*\d+\s*$/.test(header);
  if (!isSeconds && !/GMT\s*$/.test(header)) return undefined; // Date.parse takes far too much for a date
  const ms = isSeconds ? Number(header) * 1000 : Date.parse(header) - wallNow;
  if (Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(ms, 0), longestWaitMs);
}

/** What a sink throws when there was no answer. Names the cause, never the address, which may hold secrets. */
export function noAnswer(backend: string, error: unknown): RetryableError {
  const { cause } = (error ?? {}) as { cause?: unknown };
  const reason = reasonOf(cause) ?? reasonOf(error) ?? 'failed';
  return new RetryableError(`${backend} did not answer: ${reason}`);
}

function reasonOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  return typeof name === 'string' ? name : undefined;
}
