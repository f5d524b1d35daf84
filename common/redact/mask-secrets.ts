import { isFieldName } from '../query-name';
import { deniedNames } from './denied-names';

/**
 * The text without what is secret by its form or by what it stands behind:
 * credentials and all after the host of URLs, connection strings, keys, JSON Web
 * Tokens, headers, e-mail addresses, file paths, quoted text.
 *
 * Each pattern runs in linear time: it is bounded, or never fails once begun.
 */
export function maskSecrets(text: string): string {
  return maskCredentials(text)
    .replace(quoted, maskQuoted)
    .replace(email, '<email>')
    .replace(path, '$1<path>')
    .replace(assignment, '$1=<value>');
}

/** Only what grants access: what is left is as the app wrote it. */
export function maskCredentials(text: string): string {
  return text
    .replace(privateKey, '<secret>')
    .replace(header, '$1<secret>')
    .replace(webToken, '<secret>')
    .replace(url, maskUrl)
    .replace(bearer, '$1 <secret>')
    .replace(named, '$1<secret>');
}

const privateKey = /-----BEGIN [\s\S]*/;
const header =
  /\b((?:(?:proxy-)?authorization|(?:set-)?cookie|x-auth-token)["']?\s{0,3}[:=]\s{0,3})[^\n]+/gi;
const webToken = /\beyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g;
const url = /\b([a-z][a-z0-9+.-]{1,20}):\/\/([^\s"<>`]+)/gi;
const bearer = /\b(bearer|basic)\s{1,3}[^\s,;"']{8,}/gi;
const named = new RegExp(
  `((?:${deniedNames})[\\w-]{0,20}["']?\\s{0,3}[:=]\\s{0,3})(?:"[^"]*"?|'[^']*'?|[^\\s,;})\\]]+)`,
  'gi',
);
const quoted =
  /"(?:[^"\\]|\\[\s\S]?)*(?:"|$)|`[^`]*(?:`|$)|\u201c[^\u201d]*(?:\u201d|$)|(?<![\p{L}\p{N}])'(?:[^'\n]|'(?=[\p{L}\p{N}]))*(?:'|$)/gmu;
const email = /[^\s@<>"'(),;]{1,256}@[^\s@<>"'(),;]{1,256}/g;
const path = /(^|[\s(=:,[])(?:[A-Za-z]:)?(?:[\\/][^\s\\/:,)\]]{1,255}){2,}[\\/]?/gm;
const assignment = /\b([A-Za-z_][\w.-]{0,40})=([^\s,;&)<]+)/g;

/** The scheme, and the host where that is a name others may know. */
function maskUrl(_match: string, scheme: string, rest: string): string {
  if (!/^(?:https?|wss?)$/i.test(scheme)) return `${scheme}://<secret>`;
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (!/^[\w.-]{1,100}(?::\d{1,5})?$/.test(host)) return `${scheme}://<secret>`;
  return `${scheme}://${host}${end < 0 ? '' : '/\u2026'}`;
}

/** What engines quote of the code itself; all other quoted text is data. */
const engine = /(?:\((?:reading|setting) |Cannot access )$/;

function maskQuoted(match: string, offset: number, text: string): string {
  const inner = match.slice(1, -1);
  const isCode = engine.test(text.slice(Math.max(0, offset - 16), offset)) && isFieldName(inner);
  return isCode ? match : '<text>';
}
