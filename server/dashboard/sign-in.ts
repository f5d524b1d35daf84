import type { IncomingMessage } from 'node:http';
import type { Access, Verdict } from './access';
import { type Answer, failure } from './answer';
import { isFromAnotherSite } from './cross-site';
import { type FormProblem, readForm } from './read-form';
import { refusals } from './refusals';
import { returnPath } from './return-path';
import { sessionCookie } from './session-cookie';
import { signInPage } from './sign-in-page';

type Refused = Exclude<Verdict, 'ok'>;
type Asked = IncomingMessage & { readonly originalUrl?: string };

export interface SignInParts {
  readonly access: Access;
  /** Where the dashboard is mounted, from the root of the site, without a slash at its end. */
  readonly basePath: string;
  /** Whether a request came by https, so that its cookie must, too. */
  readonly isHttps: (request: IncomingMessage) => boolean;
}

export interface SignIn {
  /** The answer to what is asked of `/login` and `/logout`; `undefined` for other paths. */
  answerTo(request: Asked, path: string): Promise<Answer> | Answer | undefined;
  /** The answer to a request that is not let in: a page for people, JSON for programs. */
  refusal(request: Asked, verdict: Refused): Answer;
}

/** How people get in, and out again. */
export function createSignIn({ access, basePath, isHttps }: SignInParts): SignIn {
  const page = (target: string | undefined, problem?: string, reloads = false) =>
    signInPage({
      basePath,
      target: returnPath(target, basePath),
      takesToken: access.sessions !== undefined,
      asksApp: access.asksApp,
      problem,
      reloads,
    });

  function refusalPage(
    request: IncomingMessage,
    verdict: Refused,
    body: (problem?: string) => string,
  ) {
    if (verdict === 'denied') return html(401, body(), refusals.denied.headers);
    const seconds = Math.max(1, Math.ceil(access.waitMs(request) / 1000));
    const problem = `There were too many failures. Wait ${seconds} seconds before you try again.`;
    return html(429, body(problem), { 'Retry-After': String(seconds) });
  }

  async function login(request: IncomingMessage): Promise<Answer> {
    if (isFromAnotherSite(request)) return fromElsewhere;
    const form = await readForm(request);
    if (typeof form === 'string') return formProblems[form];
    const target = form.get('to') ?? undefined;
    const verdict = access.checkToken(request, form.get('token') ?? '');
    if (verdict === 'ok' && access.sessions) {
      return goTo(returnPath(target, basePath), cookie(request, access.sessions.begin()));
    }
    if (verdict === 'throttled') {
      return refusalPage(request, verdict, (problem) => page(target, problem));
    }
    return refusalPage(request, 'denied', () => page(target, 'This is not the token.'));
  }

  function logout(request: IncomingMessage): Answer {
    if (isFromAnotherSite(request)) return fromElsewhere;
    return goTo(`${basePath}/login`, cookie(request, undefined));
  }

  function cookie(request: IncomingMessage, session: string | undefined): string {
    return sessionCookie(session, { path: basePath, secure: isHttps(request) });
  }

  return {
    answerTo(request, path) {
      if (path === '/login') {
        if (request.method === 'POST') return login(request);
        return isReading(request) ? html(200, page(undefined)) : notFor('GET, HEAD, POST');
      }
      if (path !== '/logout') return undefined;
      return request.method === 'POST' ? logout(request) : undefined;
    },
    refusal(request, verdict) {
      if (!isReading(request) || !/\btext\/html\b/i.test(request.headers.accept ?? '')) {
        return refusals[verdict];
      }
      const reloads = access.sessions !== undefined && isFollowedLink(request);
      return refusalPage(request, verdict, (problem) =>
        page(request.originalUrl, problem, reloads),
      );
    },
  };
}

/**
 * Whether a link on another site led here. Browsers then keep the cookie back,
 * as it is `SameSite=Strict`, also of somebody who is signed in; when the page
 * itself asks once more, they send it.
 */
function isFollowedLink({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return (
    headers['sec-fetch-mode'] === 'navigate' && (site === 'cross-site' || site === 'same-site')
  );
}

function isReading({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function html(status: number, body: string, headers: Answer['headers'] = {}): Answer {
  return { status, body, headers: { ...headers, ...ofPages } };
}

const ofPages = {
  'Content-Type': 'text/html; charset=utf-8',
  Vary: 'Accept, Cookie',
  // With `no-referrer`, browsers would send the form with `Origin: null`.
  'Referrer-Policy': 'same-origin',
};

function goTo(path: string, cookie: string): Answer {
  return { status: 303, body: '', headers: { Location: path, 'Set-Cookie': cookie } };
}

const notFor = (allowed: string) =>
  failure(405, 'wrong-method', `Only ${allowed} are answered.`, { Allow: allowed });

const fromElsewhere = failure(403, 'denied', 'Another site may not ask for this.');

const formProblems: Readonly<Record<FormProblem, Answer>> = {
  'not-a-form': failure(415, 'not-a-form', 'Send a form as application/x-www-form-urlencoded.'),
  'too-large': failure(413, 'too-large', 'The form is too large.', { Connection: 'close' }),
  gone: failure(400, 'not-a-form', 'The form did not arrive.'),
};
