import { httpFailure } from '../../../common/http-failure';
import { type HttpRequest, httpPost } from '../../../common/http-post';

/**
 * Posts JSON. Redirects are not followed: they are refusals.
 *
 * @throws {RetryableError} where it may go well later: no answer, 408, 429 and 5xx; any other error where it never will.
 */
export async function post(
  name: string,
  { url, headers, body }: Omit<HttpRequest, 'body'> & { readonly body: object },
  { signal, wallNow }: { readonly signal: AbortSignal; readonly wallNow: () => number },
): Promise<void> {
  const request = {
    url,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'user-agent': 'radiant', ...headers },
  };
  const { ok, status, retryAfter } = await httpPost(`the ${name}`, request, { signal });
  if (!ok) throw httpFailure(`the ${name}`, { status, retryAfter }, wallNow());
}
