import type { Match as MatchPackage } from '../meteor/check';
import type { MeteorErrorClass } from '../meteor/errors';
import type { Collection } from '../mongo/collection';
import { hashLoginToken } from './login-tokens';
import { isPassword, type Password } from './passwords';

export interface LoginResult {
  readonly userId?: string;
  readonly error?: unknown;
  readonly type?: string;
  readonly stampedLoginToken?: { token: string; when: Date };
}

/** Tries to log in with the options a client sent; undefined leaves it to others. */
export type LoginHandler = (
  options: Record<string, unknown>,
) => LoginResult | undefined | Promise<LoginResult | undefined>;

interface Needs {
  readonly users: Collection;
  readonly MeteorError: MeteorErrorClass;
  readonly check: (value: unknown, pattern: unknown) => void;
  readonly Match: typeof MatchPackage;
}

export interface User {
  readonly _id: string;
  readonly services?: {
    readonly password?: { readonly bcrypt?: string };
    readonly resume?: { readonly loginTokens?: { hashedToken: string; when: Date }[] };
  };
}

export type UserQuery = { id?: string; username?: string; email?: string };

/** Finds a user by what people log in with. */
export async function findUser(users: Collection, query: UserQuery): Promise<User | undefined> {
  const { id, username, email } = query;
  if (id) return (await users.findOneAsync({ _id: id })) as User | undefined;
  if (username) return (await users.findOneAsync({ username })) as User | undefined;
  return (await users.findOneAsync({ 'emails.address': email })) as User | undefined;
}

/** Logs in with `{ user, password }`. What was wrong is not said. */
export function passwordHandler({ users, MeteorError, check, Match }: Needs): LoginHandler {
  const refusal = () => ({
    type: 'password',
    error: new MeteorError(403, 'Something went wrong. Please check your credentials.'),
  });
  const pattern = Match.OneOf(String, { digest: String, algorithm: 'sha-256' });
  const isUserQuery = Match.Where((user) => {
    check(user, {
      id: Match.Optional(String),
      username: Match.Optional(String),
      email: Match.Optional(String),
    });
    return Object.keys(user as object).length === 1;
  });

  return async (options) => {
    if (!options.password || options.srp) return undefined;
    check(options, {
      user: Match.OneOf(String, isUserQuery),
      password: pattern,
      code: Match.Optional(String),
    });
    const query = typeof options.user === 'string' ? toQuery(options.user) : options.user;
    const user = await findUser(users, query as UserQuery);
    const stored = user?.services?.password?.bcrypt;
    if (!user || !stored) return refusal();
    const matches = await isPassword(options.password as Password, stored);
    return matches ? { userId: user._id, type: 'password' } : refusal();
  };
}

function toQuery(user: string): UserQuery {
  return user.includes('@') ? { email: user } : { username: user };
}

/** Logs in with `{ resume: token }`. */
export function resumeHandler({ users, MeteorError, check }: Needs): LoginHandler {
  return async (options) => {
    if (!options.resume) return undefined;
    check(options.resume, String);
    const token = String(options.resume);
    const hashedToken = hashLoginToken(token);
    const user = (await users.findOneAsync({
      'services.resume.loginTokens.hashedToken': hashedToken,
    })) as User | undefined;
    const stored = user?.services?.resume?.loginTokens?.find(
      (each) => each.hashedToken === hashedToken,
    );
    if (!user || !stored) {
      const error = new MeteorError(
        403,
        "You've been logged out by the server. Please log in again.",
      );
      return { type: 'resume', error };
    }
    return {
      userId: user._id,
      type: 'resume',
      stampedLoginToken: { token, when: stored.when },
    };
  };
}
