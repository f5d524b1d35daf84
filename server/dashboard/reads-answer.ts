import { RadiantError } from '../../common/errors';
import type { Reader } from '../../common/reader';
import type { ReadRefused, ReadsAnswer } from '../../common/reads-answer';
import { checkNames } from './params';
import { readQueryFrom } from './read-params';

/** As many as a screen asks for at once. */
export const mostReads = 16;
/** So many at a time: a database answers them side by side, and is not flooded. */
const atOnce = 4;

const accepted = {
  plain: ['from', 'to', 'read'],
  repeated: ['read'],
  grouped: { resource: '<field>' },
};

type Entry = ReadsAnswer['answers'][number];

/**
 * Answers `GET reads`: each `read` is the parameters of a `GET read` as one text; those beside
 * them hold for all. What is refused of one is its answer, so that the others are still given.
 *
 * @throws {RadiantError} `read-invalid` when there are none, or too many
 */
export async function answerReads(
  reader: Reader,
  params: URLSearchParams,
  nowMs: number,
): Promise<ReadsAnswer> {
  checkNames([...params.keys()], accepted);
  const texts = params.getAll('read');
  if (texts.length === 0 || texts.length > mostReads) {
    throw new RadiantError(
      'read-invalid',
      `read: expected 1 to ${mostReads} of them, but ${texts.length} came`,
    );
  }
  params.delete('read');
  const answers: Entry[] = [];
  const left = [...texts.entries()];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, text] = next;
      answers[index] = await answerTo(reader, together(text, params), nowMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { answers };
}

async function answerTo(reader: Reader, params: URLSearchParams, nowMs: number): Promise<Entry> {
  try {
    return await reader.read(readQueryFrom(params, nowMs));
  } catch (error) {
    if (!(error instanceof RadiantError) || error.code !== 'read-invalid') throw error;
    return { error: { code: error.code, message: error.message } } satisfies ReadRefused;
  }
}

function together(text: string, shared: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...new URLSearchParams(text), ...shared]);
}
