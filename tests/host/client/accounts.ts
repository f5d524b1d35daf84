import { createHook } from '../meteor/hook';
import type { AccountsNeeds } from './accounts-needs';
import { createLoginMethod, type LoginDetails } from './login-method';
import { createLoginStorage } from './login-storage';

type LoginCallback = (details: LoginDetails) => unknown;
type FailureCallback = (failure: { error: unknown }) => unknown;
type Done = (error?: unknown) => void;

const POLL_MS = 3_000;

export type ClientAccounts = ReturnType<typeof createClientAccounts>;

/**
 * The package `accounts-base` on a client. A token in `localStorage` logs the
 * person in at page load, and in and out again with other tabs, which are
 * looked after every three seconds.
 */
export function createClientAccounts(needs: AccountsNeeds) {
  const { Meteor, Mongo, ReactiveVar, connection, environment, timers } = needs;
  const users = new Mongo.Collection('users');
  const Hook = createHook(Meteor as never);
  const unbound = { bindEnvironment: false } as const;
  const hooks = {
    login: new Hook<LoginCallback>({ ...unbound, debugPrintExceptions: 'onLogin callback' }),
    failure: new Hook<FailureCallback>({
      ...unbound,
      debugPrintExceptions: 'onLoginFailure callback',
    }),
    logout: new Hook<() => unknown>({ ...unbound, debugPrintExceptions: 'onLogout callback' }),
  };
  const loggingIn = new ReactiveVar(false);
  const loggingOut = new ReactiveVar(false);
  const storage = createLoginStorage(needs);
  const pageLoad: { attempt?: object; callbacks: Array<(attempt: object) => unknown> } = {
    callbacks: [],
  };
  const login = createLoginMethod(needs, {
    storage,
    onLogin: (details) => hooks.login.each((callback) => told(callback, details)),
    onFailure: (error) => hooks.failure.each((callback) => told(callback, { error })),
    setLoggingIn: (is) => loggingIn.set(is),
    makeClientLoggedOut: () => Accounts.makeClientLoggedOut(),
    makeClientLoggedIn: (...args) => Accounts.makeClientLoggedIn(...args),
    callLoginMethod: (options) => Accounts.callLoginMethod(options),
  });

  const Accounts = {
    users,
    connection,
    _onLoginHook: hooks.login,
    _onLoginFailureHook: hooks.failure,
    _onLogoutHook: hooks.logout,
    _loginServicesHandle: connection.subscribe('meteor.loginServiceConfiguration'),
    _autoLoginEnabled: true,
    LOGIN_TOKEN_KEY: storage.keys.token,
    LOGIN_TOKEN_EXPIRES_KEY: storage.keys.expires,
    USER_ID_KEY: storage.keys.userId,

    userId: () => connection.userId(),
    user(): unknown {
      const id = Accounts.userId();
      return id ? users.findOne(id) : null;
    },
    userAsync: async () => Accounts.user(),
    loggingIn: () => loggingIn.get(),
    loggingOut: () => loggingOut.get(),
    loginServicesConfigured: () => Accounts._loginServicesHandle.ready(),
    config: (_options: object) => {},

    onLogin(callback: LoginCallback) {
      const handle = hooks.login.register(callback);
      if (login.callbacksCalled()) Meteor.setTimeout(() => handle.callback({ type: 'resume' }), 0);
      return handle;
    },
    onLoginFailure: (callback: FailureCallback) => hooks.failure.register(callback),
    onLogout: (callback: () => unknown) => hooks.logout.register(callback),
    onPageLoadLogin(callback: (attempt: object) => unknown) {
      if (pageLoad.attempt) callback(pageLoad.attempt);
      else pageLoad.callbacks.push(callback);
    },

    callLoginMethod: login.call,
    loginWithToken(token: string, callback?: Done) {
      const userCallback = callback ? { userCallback: callback } : {};
      Accounts.callLoginMethod({ methodArguments: [{ resume: token }], ...userCallback });
    },
    makeClientLoggedIn(userId: string, token: string, expires?: Date) {
      storage.store(userId, token, expires);
      connection.setUserId(userId);
    },
    makeClientLoggedOut() {
      if (connection._userId) hooks.logout.each((callback) => told(callback));
      storage.clear();
      connection.setUserId(null);
      login.stopReconnecting();
    },
    logout(callback?: Done) {
      loggingOut.set(true);
      connection
        .applyAsync('logout', [], { wait: true })
        .then(() => {
          loggingOut.set(false);
          login.forgetCallbacks();
          Accounts.makeClientLoggedOut();
          callback?.();
        })
        .catch((error: unknown) => {
          loggingOut.set(false);
          callback?.(error);
        });
    },

    _storedLoginToken: () => storage.token(),
    _storedUserId: () => storage.userId(),
    /** Logs in or out when another tab did. */
    _pollStoredLoginToken() {
      if (!Accounts._autoLoginEnabled) return;
      const token = storage.token();
      const changed = storage.changedSincePoll(token);
      if (!changed) return;
      if (!token) Accounts.logout();
      else {
        Accounts.loginWithToken(token, (error) => {
          if (error) Accounts.makeClientLoggedOut();
        });
      }
    },
  };

  function resume(): void {
    storage.clearIfExpiring();
    const token = storage.token();
    storage.changedSincePoll(token);
    if (!token) return;
    const userId = storage.userId();
    if (userId) connection.setUserId(userId);
    Accounts.loginWithToken(token, (error) => {
      if (error) {
        Meteor._debug(`Error logging in with token: ${error}`);
        Accounts.makeClientLoggedOut();
      }
      pageLoad.attempt = { type: 'resume', allowed: !error, error, methodName: 'login' };
      for (const callback of pageLoad.callbacks.splice(0)) callback(pageLoad.attempt);
    });
  }

  // A link to reset a password is for somebody who is not to be logged in by it.
  if (/^#\/(reset-password|verify-email|enroll-account)\//.test(environment.location.hash)) {
    Accounts._autoLoginEnabled = false;
    environment.location.hash = '';
  } else resume();
  timers.setInterval(() => Accounts._pollStoredLoginToken(), POLL_MS);
  return { Accounts };
}

/** Hooks go on as long as what they get is true. */
function told<Args extends unknown[]>(callback: (...args: Args) => unknown, ...args: Args): true {
  callback(...args);
  return true;
}
