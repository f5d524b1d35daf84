import { setBounded } from '../../common/set-bounded';

/** Whose anonymous id events of a DDP session last had. */
export interface SessionPeople {
  note(session: string, anonymousId: string): void;
  anonymousIdOf(session: string): string | undefined;
  readonly size: number;
}

/** Remembers so many sessions; beyond it the one heard of longest ago is forgotten. */
export function createSessionPeople(limit: number): SessionPeople {
  const bySession = new Map<string, string>();

  return {
    note(session, anonymousId) {
      setBounded(bySession, session, anonymousId, limit);
    },
    anonymousIdOf: (session) => bySession.get(session),
    get size() {
      return bySession.size;
    },
  };
}
