import { escapeHtml } from './escape-html';

export interface SignInPageParts {
  /** Where the dashboard is, from the root of the site. */
  readonly basePath: string;
  /** Where to go on to; from the root of the site. */
  readonly target: string;
  /** Whether a token is set: then there is a form to type it in. */
  readonly takesToken: boolean;
  /** Whether the app decides who is let in. */
  readonly asksApp: boolean;
  /** What went wrong. */
  readonly problem?: string | undefined;
  /** Whether the browser should ask once more, by itself. */
  readonly reloads?: boolean;
}

/**
 * The page for whoever is not let in: a form for the token, or how to get in
 * without one. It needs neither scripts nor files of the dashboard's, and its
 * addresses are whole, as it stands at any path.
 */
export function signInPage(parts: SignInPageParts): string {
  const { basePath, problem, takesToken, asksApp, reloads } = parts;
  const reload = reloads ? '\n<meta http-equiv="refresh" content="0">' : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">${reload}
<title>Sign in · Radiant</title>
<link rel="stylesheet" href="${escapeHtml(basePath)}/sign-in.css">
<link rel="icon" href="${escapeHtml(basePath)}/icon.svg">
</head>
<body>
<main>
<h1>Radiant</h1>
${problem ? `<p class="problem" role="alert">${escapeHtml(problem)}</p>\n` : ''}${[
  ...(takesToken ? [form(parts)] : []),
  ...(asksApp ? [appDecides] : []),
  ...(takesToken || asksApp ? [] : [nobody]),
].join('\n')}
</main>
</body>
</html>
`;
}

function form({ basePath, target, problem }: SignInPageParts): string {
  const invalid = problem ? ' aria-invalid="true"' : '';
  return `<form method="post" action="${escapeHtml(basePath)}/login">
<input type="hidden" name="to" value="${escapeHtml(target)}">
<label for="token">Token</label>
<input id="token" type="password" name="token" required autofocus autocomplete="current-password" spellcheck="false" aria-describedby="where"${invalid}>
<p id="where">The one in <code>RADIANT_API_TOKEN</code>, or in <code>api.token</code> of <code>Meteor.settings.radiant</code>, where the app runs.</p>
<button>Sign in</button>
</form>`;
}

const appDecides = `<p>This app decides itself who may look, by the function <code>authorize</code> that it passed to <code>Radiant.start()</code>, and it did not let this request in. Sign in to the app in this browser, the way it expects that of operators, and load this page again.</p>`;

const nobody = `<p>Nobody is let in yet, as this app has no token.</p>
<ol>
<li>Make one: at least 16 random characters, such as <code>openssl rand -hex 24</code> prints.</li>
<li>Start the app with it in the environment variable <code>RADIANT_API_TOKEN</code>, or in <code>api.token</code> of <code>Meteor.settings.radiant</code>.</li>
<li>Load this page again, and type it in.</li>
</ol>
<p>Or let the app decide: pass <code>authorize</code> to <code>Radiant.start()</code>.</p>`;
