import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer';
import { escapeHtml } from './escape-html';
import { sessionsOf } from './session-cookie';
import type { StaticFile } from './static-files';

interface PageFacts {
  /** Where the query API is, from the root of the site. */
  readonly apiPath: string;
}

/** Answers with the page of all screens, which learns where to ask, and whether one can sign out. */
export function pageAnswer(
  { headers }: Pick<IncomingMessage, 'headers'>,
  { contentType, contents }: StaticFile,
  { apiPath }: PageFacts,
): Answer {
  const page = contents.identity.body.toString('utf8');
  const session = sessionsOf(headers).length > 0 ? 'cookie' : 'none';
  return {
    status: 200,
    body: withMeta(withMeta(page, 'radiant-api', apiPath), 'radiant-session', session),
    headers: { ...ofPage, 'Content-Type': contentType },
  };
}

function withMeta(page: string, name: string, content: string): string {
  const before = `<meta name="${name}" content="`;
  const at = page.indexOf(before);
  if (at < 0) return page;
  const from = at + before.length;
  return page.slice(0, from) + escapeHtml(content) + page.slice(page.indexOf('"', from));
}

const ofPage = {
  'Cache-Control': 'private, no-store',
  Vary: 'Cookie',
  // Forms of the page say where they come from, which they would not with `no-referrer`.
  'Referrer-Policy': 'same-origin',
};
