import type { Subscription } from './types';

interface Cursor {
  _publishCursor(sub: Subscription): Promise<unknown>;
  _getCollectionName(): string;
}

/**
 * A method of subscriptions: publishes what a publish function returned: a cursor, or an array of cursors
 * of different collections, side by side. Anything else that is truthy is an
 * error of the app.
 */
export async function _publishHandlerResult(this: Subscription, res: unknown): Promise<void> {
  const cursors = isCursor(res) ? [res] : res;
  if (!Array.isArray(cursors)) {
    if (res)
      this.error(new Error('Publish function can only return a Cursor or an array of Cursors'));
    return;
  }
  const mistake = mistakeIn(cursors);
  if (mistake) {
    this.error(new Error(mistake));
    return;
  }
  try {
    if (isCursor(res)) await res._publishCursor(this);
    else await Promise.all(cursors.map((cursor: Cursor) => cursor._publishCursor(this)));
  } catch (error) {
    this.error(error);
    return;
  }
  this.ready();
}

function isCursor(value: unknown): value is Cursor {
  return Boolean((value as Partial<Cursor> | null | undefined)?._publishCursor);
}

function mistakeIn(cursors: unknown[]): string | undefined {
  if (!cursors.every(isCursor)) return 'Publish function returned an array of non-Cursors';
  const seen = new Set<string>();
  for (const cursor of cursors) {
    const name = cursors.length > 1 ? cursor._getCollectionName() : '';
    if (seen.has(name)) return `Publish function returned multiple cursors for collection ${name}`;
    seen.add(name);
  }
  return undefined;
}
