import { noAnswer } from './http-failure';

export interface HttpRequest {
  readonly url: string;
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  readonly status: number;
  /** Whether the status is one of 2xx. */
  readonly ok: boolean;
  /** The header `Retry-After`. */
  readonly retryAfter: string | null;
  /** The beginning of what was answered. */
  readonly body: Uint8Array;
}

/**
 * Posts once and follows no redirect. Of the answer at most about `answerBytes`
 * bytes are read, none unless given; then the connection is let go. `backend`
 * names the other side in errors, which never hold its address.
 *
 * @throws {RetryableError} when there was no answer, or `signal` aborted.
 */
export async function httpPost(
  backend: string,
  { url, body, headers }: HttpRequest,
  { signal, answerBytes = 0 }: { readonly signal: AbortSignal; readonly answerBytes?: number },
): Promise<HttpAnswer> {
  // `fetch` lets go of a signal's listeners late: a signal of its own for each, or they pile up.
  const own = new AbortController();
  const abort = () => own.abort();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: own.signal,
      headers,
      body: body as NonNullable<RequestInit['body']>,
    });
    const { status, ok } = response;
    const retryAfter = response.headers.get('retry-after');
    return { status, ok, retryAfter, body: await beginningOf(response, answerBytes) };
  } catch (error) {
    throw noAnswer(backend, error);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function beginningOf({ body }: Response, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  if (limit === 0) await body?.cancel();
  else {
    for await (const part of body ?? []) {
      parts.push(part as Uint8Array);
      bytes += (part as Uint8Array).length;
      if (bytes > limit) break;
    }
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
