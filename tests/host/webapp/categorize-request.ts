import type { IncomingMessage } from 'node:http';
import { isRootFile } from './path-prefix';

/** What Meteor knows of a request before it answers with HTML. */
export interface CategorizedRequest {
  readonly arch: string;
  readonly browser: { readonly name: string; readonly major: number };
  readonly cookies: Record<string, string>;
  readonly headers: IncomingMessage['headers'];
  readonly modern: boolean;
  readonly path: string;
  readonly url: { readonly pathname: string; readonly query: Record<string, string> };
}

export function categorizeRequest(req: IncomingMessage): CategorizedRequest {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://host');
  return {
    arch: 'web.browser',
    browser: { name: 'unknown', major: 0 },
    cookies: cookiesOf(req.headers.cookie ?? ''),
    headers: req.headers,
    modern: true,
    path: pathname,
    url: { pathname, query: Object.fromEntries(searchParams) },
  };
}

function cookiesOf(header: string): Record<string, string> {
  const pairs = header.split(';').map((pair) => pair.trim().split('='));
  const named = pairs.filter(([name]) => name);
  return Object.fromEntries(named.map(([name, ...value]) => [name, value.join('=')]));
}

/** Whether a URL is the app's own, to be answered with its page. */
export function isAppUrl(url: string): boolean {
  const [pathname = '/'] = url.split('?');
  return !isRootFile(pathname) && pathname !== '/app.manifest';
}
