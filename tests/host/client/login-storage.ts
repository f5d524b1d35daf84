import type { AccountsNeeds } from './accounts-needs';

const LIFETIME_MS = 90 * 24 * 60 * 60 * 1_000;
const SOON_MS = 60 * 60 * 1_000;

export type LoginStorage = ReturnType<typeof createLoginStorage>;

/** Where the token is kept by which a browser logs in again. */
export function createLoginStorage({ Meteor, connection, environment }: AccountsNeeds) {
  const { sessionStorage } = environment;
  const settings = Meteor.settings.public.packages as
    | { accounts?: { clientStorage?: string } }
    | undefined;
  const inSession = settings?.accounts?.clientStorage === 'session';
  const storage = inSession && sessionStorage ? sessionStorage : Meteor._localStorage;
  const prefix = environment.config.ROOT_URL_PATH_PREFIX;
  const suffix = prefix ? `:${connection._stream.rawUrl}:${prefix}` : '';
  const keys = {
    token: `Meteor.loginToken${suffix}`,
    expires: `Meteor.loginTokenExpires${suffix}`,
    userId: `Meteor.userId${suffix}`,
  };
  let lastPolled: string | null | undefined;

  return {
    keys,
    token: () => storage.getItem(keys.token),
    userId: () => storage.getItem(keys.userId),
    expires: () => storage.getItem(keys.expires),
    store(userId: string, token: string, expires = lifetimeEnd()) {
      storage.setItem(keys.userId, userId);
      storage.setItem(keys.token, token);
      storage.setItem(keys.expires, String(expires));
      lastPolled = token;
    },
    clear() {
      for (const key of [keys.userId, keys.token, keys.expires]) storage.removeItem(key);
      lastPolled = null;
    },
    clearIfExpiring() {
      const expires = storage.getItem(keys.expires);
      if (expires && expiresSoon(new Date(expires))) this.clear();
    },
    /** Whether the token is another one than when this was last asked, or stored. */
    changedSincePoll(token: string | null): boolean {
      const changed = (lastPolled ?? null) !== token;
      lastPolled = token;
      return changed;
    },
  };
}

export function lifetimeEnd(): Date {
  return new Date(Date.now() + LIFETIME_MS);
}

export function expiresSoon(expires: Date): boolean {
  return Date.now() > expires.getTime() - SOON_MS;
}
