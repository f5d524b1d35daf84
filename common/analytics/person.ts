import { compareText } from '../compare-text';
import type { EventFacts } from './event-facts';

type Ids = Pick<EventFacts, 'userId' | 'anonymousId'>;

/** Who events are of. All events that count are seen before the first is asked for. */
export interface People {
  see(ids: Ids): void;
  /**
   * The `userId`; else the smallest `userId` that came with the same
   * `anonymousId`; else that. Absent for an event of nobody.
   */
  personOf(ids: Ids): string | undefined;
}

export function createPeople(): People {
  const users = new Map<string, string>();

  return {
    see({ userId, anonymousId }) {
      if (userId === undefined || anonymousId === undefined) return;
      const known = users.get(anonymousId);
      if (known === undefined || compareText(userId, known) < 0) users.set(anonymousId, userId);
    },
    personOf({ userId, anonymousId }) {
      if (userId !== undefined || anonymousId === undefined) return userId;
      return users.get(anonymousId) ?? anonymousId;
    },
  };
}
