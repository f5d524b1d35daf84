import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { httpFailure } from '../../../common/http-failure';
import { httpPost } from '../../../common/http-post';
import { RetryableError } from '../../../common/sink';
import { type Refused, refusedInJson, refusedInProtobuf } from './partial-success';

export interface Request {
  readonly url: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
}

const compress = promisify(gzip);

/** Answers of more bytes than this are not read: they hold a line or two. */
const longestAnswer = 64 * 1024;

/** OTLP names these; after all others the same request must not come again. */
const temporary: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Posts one request; resolves with what the backend did not take of it.
 *
 * @throws {RetryableError} when it may come again, with the wait that was asked for.
 * @throws {Error} when it was refused for good.
 */
export async function post(
  request: Request,
  signal: AbortSignal,
  wallNow: number,
): Promise<Refused | undefined> {
  const isJson = request.contentType === 'application/json';
  const answer = await httpPost('the OTLP endpoint', await sent(request), {
    signal,
    answerBytes: longestAnswer,
  });
  const text = isJson ? Buffer.from(answer.body).toString() : '';
  if (answer.ok) return isJson ? refusedInJson(text) : refusedInProtobuf(answer.body);
  const failure = httpFailure('the OTLP endpoint', { ...answer, detail: text }, wallNow);
  throw temporary.has(answer.status) || !(failure instanceof RetryableError)
    ? failure
    : new Error(failure.message);
}

async function sent({ url, body, contentType, headers, gzip: isZipped }: Request) {
  return {
    url,
    body: isZipped ? await compress(body) : body,
    headers: {
      ...headers,
      'content-type': contentType,
      ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
    },
  };
}
