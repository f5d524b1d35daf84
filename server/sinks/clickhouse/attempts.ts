import type { Batch } from '../../../common/batch';

const remembered = 1_000;

/**
 * Tells of each batch, when it is about to be sent, whether it may have been
 * stored before: it was sent already, or is from before this process was.
 */
export function createAttempts(createdAt: number): (batch: Pick<Batch, 'id' | 'to'>) => boolean {
  const sent = new Set<string>();
  return ({ id, to }) => {
    const mayBeStored = sent.has(id) || to < createdAt;
    sent.add(id);
    if (sent.size > remembered) forgetOldest(sent);
    return mayBeStored;
  };
}

function forgetOldest(ids: Set<string>): void {
  for (const oldest of ids) {
    ids.delete(oldest);
    return;
  }
}
