import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflateRaw, inflate as inflateWrapped } from 'node:zlib';
import { limits } from './limits';

type Inflate = (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

/** Clients send `deflate` with or without the wrapping that RFC 9110 asks for. */
const deflate: Inflate = (body, options) =>
  (((body[0] ?? 0) & 0x0f) === 8 ? promisify(inflateWrapped) : promisify(inflateRaw))(
    body,
    options,
  );

const byEncoding: ReadonlyMap<string, Inflate> = new Map<string, Inflate>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', deflate],
  ['br', promisify(brotliDecompress)],
]);

/** Whether a `Content-Encoding` can be read. */
export function isKnownEncoding(encoding: string | undefined): boolean {
  return isPlain(encoding) || byEncoding.has(encoding.toLowerCase());
}

function isPlain(encoding: string | undefined): encoding is 'identity' | undefined {
  return encoding === undefined || encoding === '' || encoding === 'identity';
}

/**
 * The body as it was before it was encoded. Inflating ends as soon as there is
 * more than is taken: `too-large`. What cannot be inflated is `broken`.
 */
export async function inflate(
  body: Buffer,
  encoding: string | undefined,
): Promise<Buffer | 'too-large' | 'broken'> {
  if (isPlain(encoding)) return body;
  const run = byEncoding.get(encoding.toLowerCase());
  if (!run) return 'broken';
  try {
    return await run(body, { maxOutputLength: limits.inflatedBytes });
  } catch (error) {
    return (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'broken';
  }
}
