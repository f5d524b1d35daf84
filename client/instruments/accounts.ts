import type { JsonObject } from '../../common/analytics/event';
import type { Feature, FeatureClient } from '../../common/analytics/feature';
import { watchCalls } from '../../common/analytics/watch-calls';
import { undoable } from '../../common/undo';

/** The part of Meteor and of the browser this feature touches. */
export interface AccountsTarget {
  /** `Accounts` of accounts-base. */
  readonly accounts: AccountsPackage;
  /** `Meteor.userId()` and `Meteor.user()`, which must not make the caller depend on them. */
  userId(): string | null | undefined;
  user(): unknown;
  /** The browser's, where all its tabs see it; none keeps tabs apart. */
  readonly storage?: MarkStorage | undefined;
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

export interface MarkStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface AccountsOptions {
  /** What to tell of a user; nothing unless given. */
  readonly traits?: ((user: unknown) => JsonObject) | undefined;
  /** The names that okgrow:analytics gave its events. */
  readonly okgrowNames?: boolean | undefined;
}

/** Who is signed in, for all tabs: the first of them that is signed out tells, and takes it away. */
const markKey = 'radiant_login';

const segment = { in: 'Signed In', out: 'Signed Out' };
const okgrow = { in: 'Signed in', out: 'Signed out' };

/**
 * Tells who a person is and when they sign in, out and up. A login that is
 * resumed is none of these. Of what a login answers, the token among it, only
 * the type is read.
 */
export function accounts(target: AccountsTarget, options: AccountsOptions = {}): Feature {
  return {
    name: 'accounts',
    install: (client) =>
      undoable((defer) => {
        const { accounts } = target;
        const person = createPerson(target, options, client);
        const names = options.okgrowNames ? okgrow : segment;
        let signsUp = false;
        let failed = false;

        const on = (name: 'onLogin' | 'onLoginFailure' | 'onLogout', run: LoginCallback) => {
          const hooked = accounts[name]((details) => client.guard(() => run(details)));
          defer(() => hooked.stop());
        };
        defer(
          watchCalls(client, accounts, 'callLoginMethod', ({ methodName } = {}) => {
            signsUp ||= methodName === 'createUser';
          }),
        );
        on('onLogin', ({ type = '' } = {}) => {
          const isFresh = signsUp || type !== 'resume';
          person.is(isFresh);
          if (signsUp) client.track('Signed Up', { method: type });
          if (isFresh) client.track(names.in, { method: type });
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
          person.leaves(failed ? 'Login Expired' : names.out);
        });
        client.guard(() => person.is());
      }),
  };
}

function createPerson(
  { userId, user, storage }: AccountsTarget,
  { traits }: AccountsOptions,
  client: FeatureClient,
) {
  /** Whom this page has marked as signed in. */
  let marked: string | undefined;
  let lacksTraits = false;

  function mark(id: string): void {
    if (!storage || client.consent() !== 'granted') return;
    storage.setItem(markKey, id);
    marked = id;
  }

  /** Whether no other tab told already. */
  function unmark(): boolean {
    if (!storage || !marked) return true;
    const isFirst = storage.getItem(markKey) === marked;
    marked = undefined;
    if (isFirst) storage.removeItem(markKey);
    return isFirst;
  }

  return {
    is(isFresh = false): void {
      const id = userId();
      if (!id) return;
      quiet(() => mark(id));
      if (!isFresh && !lacksTraits && client.user().userId === id) return;
      const document = user();
      lacksTraits = traits !== undefined && !document;
      client.identify(id, document && traits ? client.guard(() => traits(document)) : undefined);
    },
    leaves(event: string): void {
      if (quiet(unmark) !== false) {
        client.track(event);
        client.flush();
      }
      if (client.user().userId) client.reset();
    },
  };
}

/** Storage may be full or forbidden; then each tab tells for itself. */
function quiet<Result>(use: () => Result): Result | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
