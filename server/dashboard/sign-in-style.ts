import { createHash } from 'node:crypto';
import type { StaticFile } from './static-files';

const css = `:root { color-scheme: light dark; --text: #1b1f24; --quiet: #57606a; --ground: #f6f8fa; --card: #fff; --line: #8c959f; --accent: #0a58ca; --on-accent: #fff; --problem: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --quiet: #9da7b3; --ground: #0d1117; --card: #161b22; --line: #6e7681; --accent: #6ea8fe; --on-accent: #0d1117; --problem: #ff8a80; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.2; }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
input, button { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; border-radius: .5rem; font: inherit; }
input { border: 1px solid var(--line); background: var(--ground); color: inherit; }
button { border: 0; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; }
input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
#where { margin: .5rem 0 1rem; color: var(--quiet); font-size: .875rem; }
ol { padding-left: 1.25rem; }
.problem { color: var(--problem); font-weight: 600; }
`;

const body = Buffer.from(css);
const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;

/** How the sign-in page looks; a file of its own, as the content policy allows nothing inline. */
export const signInStyle: StaticFile = {
  contentType: 'text/css; charset=utf-8',
  contents: { identity: { body, etag } },
};
