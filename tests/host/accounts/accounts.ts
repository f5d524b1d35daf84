import type { DDP } from '../ddp/ddp';
import type { ConnectionHandle, MethodHandler, MethodInvocation, Subscription } from '../ddp/types';
import { type check as Check, Match } from '../meteor/check';
import { createHook, type HookHandle } from '../meteor/hook';
import type { Meteor } from '../meteor/meteor';
import type { RandomPackage } from '../meteor/random';
import type { Collection } from '../mongo/collection';
import type { Mongo } from '../mongo/mongo';
import { insertUser, type OnCreateUser, type UserOptions } from './create-user';
import { createLoginAttempts, type LoginAttempt } from './login-attempts';
import {
  type LoginHandler,
  type LoginResult,
  passwordHandler,
  resumeHandler,
} from './login-handlers';
import { createLoginTokens } from './login-tokens';

interface RateLimiter {
  addRule(rule: object, count: number, intervalMs: number): string;
  removeRule(id: string): boolean;
}

export interface AccountsOptions {
  readonly Meteor: Meteor;
  readonly Mongo: Mongo;
  readonly DDP: DDP;
  readonly DDPRateLimiter?: RateLimiter | undefined;
  readonly Random: RandomPackage;
  readonly check: typeof Check;
}

type LogoutCallback = (attempt: { user: unknown; connection: ConnectionHandle | null }) => unknown;
type AttemptCallback = (attempt: LoginAttempt) => unknown;

export type AccountsPackage = ReturnType<typeof createAccounts>;

const LIMITED = ['login', 'createUser', 'resetPassword', 'forgotPassword'];

/**
 * Meteor's packages `accounts-base` and `accounts-password`: users, log-in with
 * a password or a token, and the functions of `Meteor` that say who is there.
 */
export function createAccounts(options: AccountsOptions) {
  const { Meteor, Mongo, DDP, Random, check, DDPRateLimiter } = options;
  const users = new Mongo.Collection('users', { _preventAutopublish: true });
  const services = new Mongo.Collection('meteor_accounts_loginServiceConfiguration', {
    _preventAutopublish: true,
  });
  const Hook = createHook(Meteor);
  const hooks = {
    onLogin: new Hook<AttemptCallback>({ debugPrintExceptions: 'onLogin callback' }),
    onLoginFailure: new Hook<AttemptCallback>({ debugPrintExceptions: 'onLoginFailure callback' }),
    validateLogin: new Hook<AttemptCallback>({ bindEnvironment: false }),
    onLogout: new Hook<LogoutCallback>({ debugPrintExceptions: 'onLogout callback' }),
  };
  const tokens = createLoginTokens({ Meteor, Random, users });
  const needs = { users, MeteorError: Meteor.Error, check, Match };
  const handlers: LoginHandler[] = [resumeHandler(needs), passwordHandler(needs)];
  const attempts = createLoginAttempts({ ...needs, tokens, hooks, handlers });
  let onCreateUser: OnCreateUser = (_options, user) => user;

  function userId(): string | null {
    const current = DDP._CurrentMethodInvocation.get() ?? DDP._CurrentPublicationInvocation.get();
    if (current) return current.userId;
    throw new Error('Meteor.userId can only be invoked in method calls or publications.');
  }

  async function user(options: object = {}): Promise<unknown> {
    const id = userId();
    return id ? users.findOneAsync(id, options) : null;
  }

  const createUser = async (given: UserOptions) =>
    insertUser({ users, MeteorError: Meteor.Error, onCreateUser }, given);

  async function logOut(invocation: MethodInvocation): Promise<void> {
    const { connection, userId: id } = invocation;
    const token = connection ? tokens.ofConnection(connection.id) : undefined;
    if (connection && id) tokens.setConnection(id, connection, null);
    if (token && id) await tokens.remove(id, token);
    const found = id ? await users.findOneAsync(id) : undefined;
    await hooks.onLogout.forEachAsync(async (callback) => {
      await callback({ user: found, connection });
      return true;
    });
    await invocation.setUserId(null);
  }

  const methods: Record<string, MethodHandler> = {
    async login(this: MethodInvocation, ...args: unknown[]) {
      const [given] = args;
      check(given, Object);
      return attempts.login([this, 'login', args], given as Record<string, unknown>);
    },
    async logout(this: MethodInvocation) {
      await logOut(this);
    },
    async createUser(this: MethodInvocation, ...args: unknown[]) {
      const [given] = args;
      check(given, Object);
      const result = await created(given as UserOptions);
      return attempts.attempt([this, 'createUser', args], result);
    },
  };

  async function created(given: UserOptions): Promise<LoginResult> {
    try {
      return { userId: await createUser(given), type: 'password' };
    } catch (error) {
      return { error, type: 'password' };
    }
  }

  Meteor.server.methods(methods);
  Object.assign(Meteor, { users, userId, user, userAsync: user });
  Meteor.onConnection(({ id, onClose }) => onClose(() => tokens.forget(id)));
  Meteor.startup(async () => {
    await users.createIndexAsync('username', { unique: true, sparse: true });
    publishCurrentUser(Meteor, Mongo);
    publishServices(Meteor, services);
  });
  const limits = createDefaultLimit(DDPRateLimiter);

  const Accounts = {
    users,
    userId,
    user,
    userAsync: user,
    createUser,
    createUserAsync: createUser,
    onLogin: (callback: AttemptCallback): HookHandle => hooks.onLogin.register(callback),
    onLoginFailure: (callback: AttemptCallback): HookHandle =>
      hooks.onLoginFailure.register(callback),
    onLogout: (callback: LogoutCallback): HookHandle => hooks.onLogout.register(callback),
    validateLoginAttempt: (callback: AttemptCallback): HookHandle =>
      hooks.validateLogin.register(callback),
    onCreateUser: (callback: OnCreateUser) => {
      onCreateUser = callback;
    },
    registerLoginHandler: (_name: string, handler: LoginHandler) => {
      handlers.push(handler);
    },
    addDefaultRateLimit: limits.add,
    removeDefaultRateLimit: limits.remove,
    config: (_options: object) => {},
  };
  return { Accounts };
}

/** The universal publication by which clients know who they are. */
function publishCurrentUser(Meteor: Meteor, Mongo: Mongo): void {
  const users = Mongo.getCollection('users');
  Meteor.server.publish(
    null,
    function currentUser(this: Subscription) {
      if (!this.userId) return null;
      const fields = { profile: 1, username: 1, emails: 1 };
      return users?.find({ _id: this.userId }, { fields });
    },
    { is_auto: true },
  );
}

/** The publication that every client subscribes to. Nobody configures a service here. */
function publishServices(Meteor: Meteor, services: Collection): void {
  Meteor.server.publish(
    'meteor.loginServiceConfiguration',
    () => services.find({}, { fields: { secret: 0 } }),
    { is_auto: true },
  );
}

/** Five attempts in ten seconds for each connection, as Meteor has it. */
function createDefaultLimit(limiter: RateLimiter | undefined) {
  let ruleId: string | undefined;

  function add(): void {
    const rule = {
      userId: null,
      clientAddress: null,
      type: 'method',
      name: (name: string) => LIMITED.includes(name),
      connectionId: (_id: string) => true,
    };
    ruleId ??= limiter?.addRule(rule, 5, 10_000);
  }

  add();
  return {
    add,
    remove(): boolean {
      const removed = ruleId !== undefined && Boolean(limiter?.removeRule(ruleId));
      ruleId = undefined;
      return removed;
    },
  };
}
