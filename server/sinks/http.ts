import { createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { batchText } from '../../common/batch-text';
import { httpFailure } from '../../common/http-failure';
import { httpPost } from '../../common/http-post';
import type { Sink } from '../../common/sink';

export interface HttpSinkOptions {
  readonly url: string;
  /** Key of the signature; without it nothing is signed. */
  readonly secret?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly wallNow?: () => number;
}

const compress = promisify(gzip);

/**
 * Posts every batch to a server of yours, as gzipped JSON (`docs/batch-format.md`).
 *
 * The id of the batch is sent as `Idempotency-Key` and `webhook-id`: it is the
 * same at every delivery. With a secret the request is signed as Standard
 * Webhooks 1.0 says: `webhook-signature` is `v1,` and the base64 HMAC-SHA256 of
 * `<webhook-id>.<webhook-timestamp>.<JSON before it was compressed>`.
 *
 * Any answer of 2xx means that the batch is kept. 408, 429 and 5xx bring it
 * again, not before `Retry-After`; all others, redirects included, lose it.
 */
export function httpSink(options: HttpSinkOptions): Sink {
  const { url, secret, headers = {}, wallNow = Date.now } = options;

  function signature(id: string, body: string): Record<string, string> {
    if (secret === undefined) return {};
    const timestamp = String(Math.floor(wallNow() / 1000));
    const signed = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`);
    return { 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signed.digest('base64')}` };
  }

  return {
    name: 'http',
    async write(batch, signal) {
      const json = await batchText(batch);
      const request = {
        url,
        body: await compress(json),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-encoding': 'gzip',
          'idempotency-key': batch.id,
          'webhook-id': batch.id,
          ...signature(batch.id, json),
        },
      };
      const answer = await httpPost('the server', request, { signal });
      if (!answer.ok) throw httpFailure('the server', answer, wallNow());
    },
  };
}
