/** Registries under which anybody may have a domain: no cookie is accepted for them. */
const publicSuffixes = new Set(['com', 'org', 'io', 'uk', 'co.uk', 'app', 'meteorapp.com']);

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly expiresAt: number;
  readonly sameSite: string | undefined;
  readonly maxAgeS: number | undefined;
}

/** A browser's cookies, by the rules of RFC 6265 that domains, ages and removal go by. */
export function fakeCookies(wallNow: () => number) {
  let cookies: readonly Cookie[] = [];
  let refused = false;

  const alive = () => cookies.filter(({ expiresAt }) => expiresAt > wallNow());

  const set = (host: string, line: string): void => {
    const cookie = parsed(host, line, wallNow());
    if (refused || !accepts(host, cookie)) return;
    cookies = [...cookies.filter((other) => !same(other, cookie)), cookie];
  };

  return {
    /** What pages of `host` have as `document.cookie`. */
    of: (host: string) => ({
      get: () =>
        alive()
          .filter(({ domain, hostOnly }) => (hostOnly ? host === domain : within(host, domain)))
          .map(({ name, value }) => `${name}=${value}`)
          .join('; '),
      set: (line: string) => set(host, line),
    }),
    all: alive,
    named: (name: string) => alive().find((cookie) => cookie.name === name),
    clear() {
      cookies = [];
    },
    /** From now on the browser takes no cookies, and says nothing. */
    refuse() {
      refused = true;
      cookies = [];
    },
  };
}

function parsed(host: string, line: string, nowAt: number): Cookie {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
  const attributes = new Map(
    rest.map((part) => {
      const [key = '', ...value] = part.split('=');
      return [key.toLowerCase(), value.join('=')] as const;
    }),
  );
  const equals = pair.indexOf('=');
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase();
  const maxAge = attributes.get('max-age');
  const expires = attributes.get('expires');
  const ageAt = maxAge === undefined ? undefined : nowAt + Number(maxAge) * 1000;
  return {
    name: pair.slice(0, equals),
    value: pair.slice(equals + 1),
    domain: domain || host,
    hostOnly: !domain,
    expiresAt: ageAt ?? (expires ? Date.parse(expires) : Number.POSITIVE_INFINITY),
    sameSite: attributes.get('samesite'),
    maxAgeS: maxAge === undefined ? undefined : Number(maxAge),
  };
}

function accepts(host: string, { domain, hostOnly }: Cookie): boolean {
  if (hostOnly) return true;
  const address = /^[\d.]+$/.test(host);
  return address ? host === domain : within(host, domain) && !publicSuffixes.has(domain);
}

const within = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

const same = (one: Cookie, other: Cookie) =>
  one.name === other.name && one.domain === other.domain && one.hostOnly === other.hostOnly;
