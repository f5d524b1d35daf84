import type { IncomingHttpHeaders } from 'node:http';

/** What a page on another origin may do. */
export interface Cors {
  /** Whether a browser says that a page of another site sends this, and it is not listed. */
  isForeign(headers: IncomingHttpHeaders): boolean;
  /** What lets a page of a listed origin read the answer. No credentials: there are none. */
  headersFor(headers: IncomingHttpHeaders): Readonly<Record<string, string>>;
  /** What a preflight of a listed origin is told, besides. */
  readonly preflight: Readonly<Record<string, string>>;
}

/** Else a page of another origin would not see when it may come again. */
const readable = { 'Access-Control-Expose-Headers': 'retry-after, x-ratelimit-reset' } as const;

export function createCors(origins: readonly string[]): Cors {
  const listed = new Set(origins.map((origin) => origin.toLowerCase().replace(/\/$/, '')));
  const isListed = (origin: string | undefined): origin is string =>
    origin !== undefined && listed.has(origin.toLowerCase());

  return {
    // Not by comparing Origin with Host, which proxies rewrite. Browsers alone send this header.
    isForeign: (headers) => headers['sec-fetch-site'] === 'cross-site' && !isListed(headers.origin),
    headersFor({ origin }) {
      if (listed.size === 0) return {};
      const vary = { Vary: 'Origin' };
      if (!isListed(origin)) return vary;
      return { ...vary, 'Access-Control-Allow-Origin': origin, ...readable };
    },
    preflight: {
      'Access-Control-Allow-Methods': 'POST, GET',
      'Access-Control-Allow-Headers': 'authorization, content-type, x-retry-count, x-write-key',
      'Access-Control-Max-Age': '7200',
    },
  };
}
