import type { ConnectionHandle, MethodInvocation } from '../ddp/types';
import type { MeteorErrorClass } from '../meteor/errors';
import type { Hook } from '../meteor/hook';
import type { Collection } from '../mongo/collection';
import type { LoginHandler, LoginResult } from './login-handlers';
import { hashLoginToken, type LoginTokens } from './login-tokens';

/** One attempt to log in, as callbacks are told of it. */
export interface LoginAttempt {
  readonly type: string;
  allowed: boolean;
  readonly methodName: string;
  readonly methodArguments: unknown[];
  readonly connection: ConnectionHandle | null;
  readonly user?: unknown;
  error?: unknown;
}

type AttemptCallback = (attempt: LoginAttempt) => unknown;

export interface LoginHooks {
  readonly onLogin: Hook<AttemptCallback>;
  readonly onLoginFailure: Hook<AttemptCallback>;
  readonly validateLogin: Hook<AttemptCallback>;
}

interface Needs {
  readonly users: Collection;
  readonly MeteorError: MeteorErrorClass;
  readonly tokens: LoginTokens;
  readonly hooks: LoginHooks;
  readonly handlers: LoginHandler[];
}

export interface LoggedIn {
  readonly id: string;
  readonly token: string;
  readonly tokenExpires: Date;
  readonly type: string;
}

type Call = readonly [invocation: MethodInvocation, name: string, args: unknown[]];

export interface LoginAttempts {
  /** Asks the handlers, and logs the connection in or throws what they found. */
  login(call: Call, options: Record<string, unknown>): Promise<LoggedIn>;
  attempt(call: Call, result: LoginResult): Promise<LoggedIn>;
}

export function createLoginAttempts(needs: Needs): LoginAttempts {
  const { users, MeteorError, tokens, hooks, handlers } = needs;

  async function firstResult(options: Record<string, unknown>): Promise<LoginResult> {
    for (const handler of handlers) {
      const result = await outcome(() => handler(options));
      if (result) return result;
    }
    return { error: new MeteorError(400, 'Unrecognized options for login request') };
  }

  async function attempt(call: Call, result: LoginResult): Promise<LoggedIn> {
    const [invocation, methodName, methodArguments] = call;
    const { userId, error, type = 'unknown' } = result;
    const user = userId ? await users.findOneAsync(userId) : undefined;
    const found: LoginAttempt = {
      type,
      allowed: Boolean(userId && !error),
      methodName,
      methodArguments,
      connection: invocation.connection,
      ...(user ? { user } : {}),
      ...(error ? { error } : {}),
    };
    await validate(found);
    if (!found.allowed || !userId) {
      await hooks.onLoginFailure.forEachAsync(async (callback) => {
        await callback(found);
        return true;
      });
      throw found.error ?? new MeteorError(403, 'Login forbidden');
    }
    const loggedIn = await logIn(invocation, userId, result);
    await hooks.onLogin.forEachAsync(async (callback) => {
      await callback(found);
      return true;
    });
    return { ...loggedIn, type };
  }

  async function validate(found: LoginAttempt): Promise<void> {
    await hooks.validateLogin.forEachAsync(async (callback) => {
      const verdict = await outcome(async () => ({ allowed: await callback(found) }));
      if (verdict && 'allowed' in verdict && verdict.allowed) return true;
      found.allowed = false;
      found.error ??= verdict && 'error' in verdict ? verdict.error : undefined;
      return true;
    });
  }

  async function logIn(invocation: MethodInvocation, userId: string, result: LoginResult) {
    const stamped = result.stampedLoginToken ?? tokens.generate();
    if (!result.stampedLoginToken) await tokens.store(userId, stamped);
    const { connection } = invocation;
    if (connection) tokens.setConnection(userId, connection, hashLoginToken(stamped.token));
    await invocation.setUserId(userId);
    return { id: userId, token: stamped.token, tokenExpires: tokens.expiry(stamped.when) };
  }

  return {
    attempt,
    login: async (call, options) => attempt(call, await firstResult(options)),
  };
}

async function outcome<T>(run: () => T | Promise<T>): Promise<Awaited<T> | { error: unknown }> {
  try {
    return await run();
  } catch (error) {
    return { error };
  }
}
