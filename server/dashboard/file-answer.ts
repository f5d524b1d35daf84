import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer';
import { chooseEncoding } from './choose-encoding';
import type { StaticFile } from './static-files';

/**
 * Answers with a file: in the encoding that the client likes best, and with
 * 304 when it has that already. It is asked for every time, as names do not
 * change with what is in the files.
 */
export function fileAnswer(
  { headers }: Pick<IncomingMessage, 'headers'>,
  file: StaticFile,
): Answer {
  const { contents, contentType } = file;
  const available = (['br', 'gzip'] as const).filter((encoding) => contents[encoding]);
  const encoding = chooseEncoding(headers['accept-encoding'], available);
  const content = contents[encoding] ?? contents.identity;
  const common = { ETag: content.etag, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' };
  if (knows(headers['if-none-match'], content.etag)) {
    return { status: 304, body: '', headers: common };
  }
  const encoded = encoding === 'identity' ? {} : { 'Content-Encoding': encoding };
  return {
    status: 200,
    body: content.body,
    headers: { ...common, ...encoded, 'Content-Type': contentType },
  };
}

/** Compared weakly, as RFC 9110 §13.1.2 wants: a proxy may have weakened the tag. */
function knows(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}
