import type { JsonObject } from '../../common/analytics/event';
import type { Feature } from '../../common/analytics/feature';
import { watchCalls } from '../../common/analytics/watch-calls';
import { undoable } from '../../common/undo';

/** The part of Meteor this feature touches. */
export interface AccountsTarget {
  /** `Accounts` of accounts-base. */
  readonly accounts: AccountsPackage;
  /** `Meteor.userId()` and `Meteor.user()`, which must not make the caller depend on them. */
  userId(): string | null | undefined;
  user(): unknown;
}

export interface AccountsPackage {
  onLogin(run: LoginCallback): Hooked;
  onLoginFailure(run: LoginCallback): Hooked;
  onLogout(run: LoginCallback): Hooked;
  callLoginMethod(options: { readonly methodName?: string }): void;
}

/** Called with what a login answers, or with its failure, or with nothing. */
type LoginCallback = (details?: { readonly type?: string }) => void;

interface Hooked {
  stop(): void;
}

export interface AccountsOptions {
  /** What to tell of a user; nothing unless given. */
  readonly traits?: ((user: unknown) => JsonObject) | undefined;
  /** The names that okgrow:analytics gave its events. */
  readonly okgrowNames?: boolean | undefined;
}

/**
 * Tells who a person is and when they sign in, out and up. A login that is
 * resumed is none of these. Of what a login answers, the token among it, only
 * the type is read. All tabs are signed out together: the first one tells, and
 * forgets the person for all of them.
 */
export function accounts(
  { accounts, userId, user }: AccountsTarget,
  { traits, okgrowNames }: AccountsOptions = {},
): Feature {
  const [signedIn, signedOut] = okgrowNames
    ? (['Signed in', 'Signed out'] as const)
    : (['Signed In', 'Signed Out'] as const);

  return {
    name: 'accounts',
    install: (client) =>
      undoable((defer) => {
        let signsUp = false;
        let failed = false;
        let lacksTraits = false;

        const on = (
          name: 'onLogin' | 'onLoginFailure' | 'onLogout',
          run: (type: string | undefined) => void,
        ) => {
          const hooked = accounts[name]((details) => client.guard(() => run(details?.type)));
          defer(() => hooked.stop());
        };
        const identify = (isFresh?: boolean) => {
          const id = userId();
          if (!id || !(isFresh || lacksTraits || client.user().userId !== id)) return;
          const document = traits && user();
          lacksTraits = !!traits && !document;
          client.identify(id, document ? client.guard(() => traits?.(document)) : undefined);
        };
        const tell = (event: string, method?: string) =>
          client.track(event, { method } as JsonObject);

        defer(
          watchCalls(client, accounts, 'callLoginMethod', ({ methodName } = {}) => {
            if (methodName === 'createUser') signsUp = true;
          }),
        );
        on('onLogin', (type) => {
          const isFresh = signsUp || type !== 'resume';
          identify(isFresh);
          if (signsUp) tell('Signed Up', type);
          if (isFresh) tell(signedIn, type);
          signsUp = false;
        });
        on('onLoginFailure', () => {
          // A login that cannot be resumed is followed by a logout, at once.
          failed = true;
          signsUp = false;
          client.after(0, () => {
            failed = false;
          });
        });
        on('onLogout', () => {
          if (!client.user().userId) return;
          tell(failed ? 'Login Expired' : signedOut);
          client.flush();
          client.reset();
        });
        identify();
      }),
  };
}
