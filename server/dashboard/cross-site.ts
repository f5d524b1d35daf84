import type { IncomingMessage } from 'node:http';
import { listed } from './local-request';

/**
 * Whether a page of another site makes the browser ask: it must not change
 * anything, nor put load on the process. Browsers say so in `Sec-Fetch-Site`;
 * over plain http they do not, and the host of `Origin` has to be one that the
 * request was sent to, which no page can forge. Whoever says neither is no
 * browser.
 */
export function isFromAnotherSite({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (headers.origin === undefined) return false;
  const asked = [...listed(headers.host), ...listed(headers['x-forwarded-host'])];
  return !asked.some((host) => host.toLowerCase() === hostOf(headers.origin));
}

function hostOf(origin = ''): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host || undefined : undefined;
}
