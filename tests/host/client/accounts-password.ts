import type { MeteorErrorClass } from '../meteor/errors';
import type { ClientAccounts } from './accounts';
import { sha256 } from './sha256';

type Done = (error?: unknown, details?: unknown) => void;

interface NewUser {
  readonly username?: string;
  readonly email?: string;
  readonly password: string;
  readonly profile?: Record<string, unknown>;
}

/** The package `accounts-password` on a client: it sends a digest, never the password. */
export function createAccountsPassword(
  accounts: Pick<ClientAccounts['Accounts'], 'callLoginMethod'>,
  MeteorError: MeteorErrorClass,
) {
  const hashed = (password: string) => ({ digest: sha256(password), algorithm: 'sha-256' });

  function report(error: unknown, callback: Done | undefined): void {
    if (!callback) throw error;
    callback(error);
  }

  function createUser(options: NewUser, callback?: Done): void {
    if (typeof options.password !== 'string') throw new Error('options.password must be a string');
    if (!options.password) {
      report(new MeteorError(400, 'Password may not be empty'), callback);
      return;
    }
    accounts.callLoginMethod({
      methodName: 'createUser',
      methodArguments: [{ ...options, password: hashed(options.password) }],
      ...(callback && { userCallback: callback }),
    });
  }

  return {
    accounts: {
      _hashPassword: hashed,
      createUser,
      createUserAsync: (options: NewUser) =>
        new Promise<void>((resolve, reject) => {
          createUser(options, (error) => (error ? reject(error) : resolve()));
        }),
    },
    meteor: {
      loginWithPassword(selector: string | object, password: string, callback?: Done) {
        accounts.callLoginMethod({
          methodArguments: [{ user: userOf(selector), password: hashed(password) }],
          userCallback(error, details) {
            if (error) report(error, callback);
            else callback?.(undefined, details);
          },
        });
      },
    },
  };
}

function userOf(selector: string | object): object {
  if (typeof selector !== 'string') return selector;
  return selector.includes('@') ? { email: selector } : { username: selector };
}
