import type { IncomingMessage } from 'node:http';
import type { ByteBudget } from './byte-budget';
import { limits } from './limits';

/** Why a body was not read: `gone` when its sender was, before the end of it. */
export type BodyProblem = 'too-large' | 'overload' | 'timeout' | 'gone';

export interface BodyParts {
  readonly budget: Pick<ByteBudget, 'take'>;
  /** Calls `run` so many milliseconds later; returns the way to call it off. */
  readonly after: (ms: number, run: () => void) => () => void;
}

/**
 * Reads the body as it is sent. Every byte is taken from the budget as it
 * arrives; whoever called gives back `length` of them in the end.
 */
export async function readBody(
  request: IncomingMessage,
  parts: BodyParts,
): Promise<{ readonly body: Buffer | BodyProblem; readonly length: number }> {
  return request.readableEnded ? readAgain(request) : read(request, parts);
}

/** A body parser of the app's came first, and left what it read in `body`. */
function readAgain(request: IncomingMessage & { readonly body?: unknown }) {
  const { body = '' } = request;
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  const again = Buffer.from(isRaw ? body : JSON.stringify(body));
  return { body: again.length > limits.bodyBytes ? ('too-large' as const) : again, length: 0 };
}

function read(
  request: IncomingMessage,
  { budget, after }: BodyParts,
): Promise<{ readonly body: Buffer | BodyProblem; readonly length: number }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;

    function finish(problem?: BodyProblem): void {
      cancel();
      request.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
      resolve({ body: problem ?? Buffer.concat(chunks, length), length });
    }

    function onData(chunk: Buffer): void {
      if (length + chunk.length > limits.bodyBytes) finish('too-large');
      else if (!budget.take(chunk.length)) finish('overload');
      else {
        length += chunk.length;
        chunks.push(chunk);
      }
    }
    const onEnd = () => finish();
    const onGone = () => finish('gone');

    const cancel = after(limits.bodyMs, () => finish('timeout'));
    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
}
