import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, failure, send } from './answer';
import { fileAnswer } from './file-answer';
import { pageAnswer } from './page-answer';
import { wrongMethod } from './refusals';
import { createSignIn, type SignInParts } from './sign-in';
import { signInStyle } from './sign-in-style';
import type { StaticFile, StaticFiles } from './static-files';

export interface DashboardParts extends SignInParts {
  readonly files: StaticFiles;
  /** Where the query API is, from the root of the site. */
  readonly apiPath: string;
  readonly warn: (message: string) => void;
}

/** A request in express, which takes the mount off `url`. */
type Mounted = IncomingMessage & { readonly originalUrl?: string };

export type Dashboard = (request: Mounted, response: ServerResponse) => void;

/**
 * The dashboard below its mount: `/` and each screen, which is one segment, is
 * the page `index.html`; scripts, styles and icons beside it hold no data and
 * are for everybody, as is the way to sign in. All else is behind the guard,
 * also what is not there.
 */
export function createDashboard(parts: DashboardParts): Dashboard {
  const { access, files, basePath, apiPath, warn } = parts;
  const signIn = createSignIn(parts);
  let hasFailed = false;

  async function answerTo(request: Mounted): Promise<Answer> {
    const path = withoutQuery(request.url);
    const open = await openFile(path.slice(1), files);
    if (open) return isReading(request) ? fileAnswer(request, open) : wrongMethod;
    return signIn.answerTo(request, path) ?? guarded(request, path);
  }

  async function guarded(request: Mounted, path: string): Promise<Answer> {
    const verdict = await access.check(request);
    if (verdict !== 'ok') return signIn.refusal(request, verdict);
    if (!isReading(request)) return wrongMethod;
    if (path === '/' && !withoutQuery(request.originalUrl).endsWith('/')) return toStart(request);
    if (!screen.test(path)) return notFound;
    const page = await files.find('index.html');
    return page ? pageAnswer(request, page, { apiPath }) : noFiles;
  }

  /** Addresses in the page are relative: all its paths have one depth. */
  function toStart({ originalUrl = '' }: Mounted): Answer {
    const at = originalUrl.indexOf('?');
    const search = at < 0 ? '' : originalUrl.slice(at);
    const Location = `${basePath}/${/^[!-~]*$/.test(search) ? search : ''}`;
    return { status: 308, body: '', headers: { Location } };
  }

  async function respond(request: Mounted, response: ServerResponse): Promise<void> {
    try {
      send(response, await answerTo(request));
    } catch (error) {
      if (!hasFailed) warn(`the dashboard failed: ${error instanceof Error ? error.stack : error}`);
      hasFailed = true;
      send(response, failure(500, 'internal', 'Radiant failed to answer.'));
    }
  }

  return (request, response) => {
    respond(request, response).catch(() => response.destroy());
  };
}

/** `/` and the screens, whose names the page knows. */
const screen = /^\/[\w-]{0,64}$/;

const notFound = failure(404, 'not-found', 'There is no such page.');
const noFiles = failure(404, 'not-found', 'The files of the dashboard are missing; see the log.');

async function openFile(name: string, files: StaticFiles): Promise<StaticFile | undefined> {
  if (name === 'sign-in.css') return signInStyle;
  return name.endsWith('.html') ? undefined : files.find(name);
}

function isReading({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function withoutQuery(url = ''): string {
  return url.split('?')[0] ?? '';
}
