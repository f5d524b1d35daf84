import type { IncomingMessage } from 'node:http';

export type FormProblem = 'not-a-form' | 'too-large' | 'gone';

const longestBytes = 8_192;

/**
 * The fields of a form that was sent as `application/x-www-form-urlencoded`.
 * Where a body parser of the app's came first, what it left in `body`.
 */
export async function readForm(
  request: IncomingMessage & { readonly body?: unknown },
): Promise<URLSearchParams | FormProblem> {
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return 'not-a-form';
  }
  if (request.readableEnded) return parsedBefore(request.body);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += chunk.length;
      if (length > longestBytes) return 'too-large';
      chunks.push(chunk);
    }
  } catch {
    return 'gone';
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

function parsedBefore(body: unknown): URLSearchParams {
  if (typeof body === 'string' || Buffer.isBuffer(body)) return new URLSearchParams(String(body));
  const fields = Object.entries(Object(body)).filter(([, value]) => typeof value === 'string');
  return new URLSearchParams(fields as [string, string][]);
}
