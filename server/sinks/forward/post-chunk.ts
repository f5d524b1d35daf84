import { httpFailure } from '../../../common/http-failure';
import { httpPost } from '../../../common/http-post';
import { maskMessage } from '../../../common/redact/mask-message';
import { RetryableError } from '../../../common/sink';
import type { Chunk } from './chunks';
import type { Destination } from './destination';

/** What became of a chunk: how many items were refused for good, and why; or which parts are to be tried instead. */
export type Posted =
  | { readonly refused: number; readonly reason?: string }
  | { readonly halves: readonly [Chunk, Chunk] };

const answerBytes = 64 * 1024;

/**
 * Posts one chunk. What the destination says is masked before anyone sees it:
 * it may quote keys and what people did.
 *
 * @throws {RetryableError} when it may come again, with the wait that was asked for.
 */
export async function postChunk(
  destination: Destination,
  chunk: Chunk,
  { signal, wallNow }: { readonly signal: AbortSignal; readonly wallNow: number },
): Promise<Posted> {
  const { title } = destination;
  const { texts, group } = chunk;
  const answer = await httpPost(title, destination.request(texts, group), { signal, answerBytes });
  const said = Buffer.from(answer.body).toString();
  if (answer.ok) {
    const refused = destination.refusedOf?.(said, texts.length) ?? 0;
    return refused > 0
      ? { refused, reason: `${title} did not take ${refused} events` }
      : { refused };
  }
  if (texts.length > 1 && isWorthHalving(destination, answer.status)) {
    return { halves: halvesOf(chunk) };
  }
  const failure = httpFailure(title, { ...answer, detail: maskMessage(said, 200) }, wallNow);
  if (failure instanceof RetryableError) throw failure;
  return { refused: texts.length, reason: failure.message };
}

function isWorthHalving({ takesAllOrNothing = false }: Destination, status: number): boolean {
  return status === 413 || (takesAllOrNothing && (status === 400 || status === 422));
}

function halvesOf({ texts, group }: Chunk): readonly [Chunk, Chunk] {
  const half = Math.ceil(texts.length / 2);
  return [
    { texts: texts.slice(0, half), group },
    { texts: texts.slice(half), group },
  ];
}
