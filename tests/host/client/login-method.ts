import type { AccountsNeeds } from './accounts-needs';
import type { Connection } from './connection/types';
import { expiresSoon, type LoginStorage, lifetimeEnd } from './login-storage';

/** What a login method answers, the token included. */
export interface LoginDetails {
  readonly type?: string;
  readonly id?: string;
  readonly token?: string;
  readonly tokenExpires?: Date;
}

export interface LoginOptions {
  readonly methodName?: string;
  readonly methodArguments?: unknown[];
  readonly _suppressLoggingIn?: boolean;
  readonly validateResult?: (result: LoginDetails) => void;
  readonly userCallback?: (error?: unknown, details?: LoginDetails) => void;
}

interface Owner {
  readonly storage: LoginStorage;
  onLogin(details: LoginDetails): void;
  onFailure(error: unknown): void;
  setLoggingIn(is: boolean): void;
  makeClientLoggedOut(): void;
  makeClientLoggedIn(userId: string, token: string, expires?: Date): void;
  callLoginMethod(options: LoginOptions): void;
}

interface Outcome {
  readonly error?: unknown;
  readonly details?: LoginDetails | undefined;
}

/**
 * `Accounts.callLoginMethod`: calls a method that logs the connection in, and
 * tells of it once the person's document is there. From then on each new
 * session of the connection is logged in with the token.
 */
export function createLoginMethod(needs: AccountsNeeds, owner: Owner) {
  const { DDP, Tracker, connection } = needs;
  let reconnecting: { stop(): void } | undefined;
  let callbacksCalled = false;

  function tellOnce(userCallback: LoginOptions['userCallback']) {
    let told = false;
    return ({ error, details }: Outcome) => {
      if (told) return;
      told = true;
      callbacksCalled = !error;
      if (error) owner.onFailure(error);
      else owner.onLogin(details ?? {});
      userCallback?.(error, details);
    };
  }

  function logInAgain(result: LoginDetails, tell: (outcome: Outcome) => void): void {
    const stored = owner.storage.token();
    const token = stored ?? result.token ?? '';
    const expires = stored ? owner.storage.expires() : result.tokenExpires;
    if (expiresSoon(expires ? new Date(expires) : lifetimeEnd())) {
      owner.makeClientLoggedOut();
      return;
    }
    owner.callLoginMethod({
      methodArguments: [{ resume: token }],
      _suppressLoggingIn: true,
      userCallback: (error, details) => {
        const now = owner.storage.token();
        if (error && now && now === token) owner.makeClientLoggedOut();
        tell({ error, details });
      },
    });
  }

  function whenUserIsThere(run: () => void): void {
    const { users, userId } = currentUser(needs);
    Tracker.autorun((computation) => {
      const id = userId();
      if (!id || !users?.findOne(id)) return;
      computation.stop();
      Tracker.nonreactive(run);
    });
  }

  function call(options: LoginOptions): void {
    const { methodName = 'login', methodArguments = [{}], _suppressLoggingIn = false } = options;
    const tell = tellOnce(options.userCallback);
    let reconnected = false;

    function onResultReceived(error: unknown, result: unknown): void {
      const details = result as LoginDetails | undefined;
      if (error || !details?.token) return;
      reconnecting?.stop();
      reconnecting = DDP.onReconnect((lost: Connection) => {
        if (lost !== connection) return;
        reconnected = true;
        logInAgain(details, tell);
      });
    }

    function onDataVisible(error: unknown, result: unknown): void {
      if (reconnected) return;
      const details = result as LoginDetails | undefined;
      const refused = error ?? refusal(methodName, details, options.validateResult);
      if (refused || !details?.id || !details.token) {
        tell({ error: refused });
        owner.setLoggingIn(false);
        return;
      }
      owner.makeClientLoggedIn(details.id, details.token, details.tokenExpires);
      whenUserIsThere(() => {
        tell({ details });
        owner.setLoggingIn(false);
      });
    }

    if (!_suppressLoggingIn) owner.setLoggingIn(true);
    connection
      .applyAsync(methodName, methodArguments, { wait: true, onResultReceived }, onDataVisible)
      .catch(() => {});
  }

  return {
    call,
    callbacksCalled: () => callbacksCalled,
    forgetCallbacks: () => {
      callbacksCalled = false;
    },
    stopReconnecting: () => reconnecting?.stop(),
  };
}

function currentUser({ Mongo, connection }: AccountsNeeds) {
  return { users: Mongo.getCollection('users'), userId: () => connection.userId() };
}

function refusal(
  methodName: string,
  result: LoginDetails | undefined,
  validate: LoginOptions['validateResult'],
): unknown {
  if (!result) return new Error(`No result from call to ${methodName}`);
  try {
    validate?.(result);
    return undefined;
  } catch (error) {
    return error;
  }
}
