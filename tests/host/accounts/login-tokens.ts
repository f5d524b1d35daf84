import { createHash } from 'node:crypto';
import type { ConnectionHandle } from '../ddp/types';
import type { Meteor } from '../meteor/meteor';
import type { RandomPackage } from '../meteor/random';
import type { Collection } from '../mongo/collection';
import type { ObserveHandle } from '../mongo/observe/observe-handle';

const LIFETIME_MS = 90 * 24 * 60 * 60 * 1000;

export interface StampedToken {
  readonly token: string;
  readonly when: Date;
}

/** The tokens by which clients log in again, and which of them each connection uses. */
export interface LoginTokens {
  generate(): StampedToken;
  store(userId: string, token: StampedToken): Promise<void>;
  remove(userId: string, hashedToken: string): Promise<void>;
  expiry(when: Date): Date;
  ofConnection(connectionId: string): string | undefined;
  /**
   * Notes what a connection is logged in with. It observes the token, a query
   * of its own per connection, and closes the connection when the token goes.
   */
  setConnection(userId: string, connection: ConnectionHandle, hashedToken: string | null): void;
  forget(connectionId: string): void;
}

interface Needs {
  readonly Meteor: Meteor;
  readonly Random: RandomPackage;
  readonly users: Collection;
}

export function hashLoginToken(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

export function createLoginTokens({ Meteor, Random, users }: Needs): LoginTokens {
  const tokens = new Map<string, string>();
  const observes = new Map<string, { handle?: ObserveHandle }>();

  function forget(connectionId: string): void {
    tokens.delete(connectionId);
    const observe = observes.get(connectionId);
    observes.delete(connectionId);
    observe?.handle?.stop();
  }

  async function observe(userId: string, connection: ConnectionHandle, hashedToken: string) {
    const own: { handle?: ObserveHandle } = {};
    observes.set(connection.id, own);
    let found = false;
    const isCurrent = () => observes.get(connection.id) === own;
    Meteor.defer(async () => {
      if (!isCurrent()) return;
      const handle = await tokenCursor(userId, hashedToken).observeChanges(
        {
          added: () => {
            found = true;
          },
          removed: () => connection.close(),
        },
        { nonMutatingCallbacks: true },
      );
      if (!isCurrent()) {
        await handle.stop();
        return;
      }
      own.handle = handle;
      if (!found) connection.close();
    });
  }

  function tokenCursor(userId: string, hashedToken: string) {
    const selector = { _id: userId, 'services.resume.loginTokens.hashedToken': hashedToken };
    return users.find(selector, { fields: { _id: 1 } });
  }

  return {
    forget,
    generate: () => ({ token: Random.secret(), when: new Date() }),
    async store(userId, { token, when }) {
      const stored = { hashedToken: hashLoginToken(token), when };
      await users.updateAsync(userId, { $addToSet: { 'services.resume.loginTokens': stored } });
    },
    async remove(userId, hashedToken) {
      await users.updateAsync(userId, {
        $pull: { 'services.resume.loginTokens': { hashedToken } },
      });
    },
    expiry: (when) => new Date(when.getTime() + LIFETIME_MS),
    ofConnection: (connectionId) => tokens.get(connectionId),
    setConnection(userId, connection, hashedToken) {
      forget(connection.id);
      if (hashedToken === null) return;
      tokens.set(connection.id, hashedToken);
      observe(userId, connection, hashedToken);
    },
  };
}
