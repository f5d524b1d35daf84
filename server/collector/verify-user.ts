import type { EventContext } from '../../common/analytics/event';

/** Finds out who is signed in on a DDP session of this process; `undefined` when there is no such session. */
export type UserOfSession = (session: string) => { readonly userId: unknown } | undefined;

/**
 * Whether an event is of whom it says: its DDP session lives in this process,
 * and has the same user (`true`), or another (`false`). `undefined` where this
 * cannot be known: no user, no session, or a session signed out by now.
 */
export function verifyUser(
  userId: string | undefined,
  { ddp }: EventContext,
  userOfSession: UserOfSession,
): boolean | undefined {
  if (userId === undefined || ddp?.session === undefined) return undefined;
  const found = userOfSession(ddp.session)?.userId;
  return typeof found === 'string' ? found === userId : undefined;
}

/** Looks sessions up in `Meteor.server`, whose shape is not believed. */
export function sessionsOf(server: unknown): UserOfSession {
  return (session) => {
    const { sessions } = (server ?? {}) as { readonly sessions?: unknown };
    const found: unknown = sessions instanceof Map ? sessions.get(session) : undefined;
    return typeof found === 'object' && found !== null
      ? { userId: (found as { readonly userId?: unknown }).userId }
      : undefined;
  };
}
