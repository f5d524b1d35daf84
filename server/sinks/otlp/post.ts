import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { httpFailure, noAnswer } from '../../../common/http-failure';
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
  const response = await send(request, signal);
  const answer = await bytesOf(response);
  if (response.ok) return isJson ? refusedInJson(answer.toString()) : refusedInProtobuf(answer);
  const { status, headers } = response;
  const retryAfter = headers.get('retry-after');
  const detail = isJson ? answer.toString() : '';
  const failure = httpFailure('the OTLP endpoint', { status, retryAfter, detail }, wallNow);
  throw temporary.has(status) || !(failure instanceof RetryableError)
    ? failure
    : new Error(failure.message);
}

async function send(request: Request, signal: AbortSignal): Promise<Response> {
  const { url, body, contentType, headers, gzip: isZipped } = request;
  try {
    return await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal,
      body: (isZipped ? await compress(body) : body) as NonNullable<RequestInit['body']>,
      headers: {
        ...headers,
        'content-type': contentType,
        ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
      },
    });
  } catch (error) {
    throw noAnswer('the OTLP endpoint', error);
  }
}

async function bytesOf({ body }: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of body ?? []) {
      parts.push(part as Uint8Array);
      bytes += (part as Uint8Array).length;
      if (bytes > longestAnswer) break;
    }
  } catch (error) {
    throw noAnswer('the OTLP endpoint', error);
  }
  return Buffer.concat(parts);
}
