import type { Scene } from './actions';
import { pick } from './random';

/** The id of one of the lists that were published to the bot. */
export function anyList({ client, random }: Scene): string {
  const listId = pick(random, client.ids('lists'));
  if (!listId) throw new Error('The app published no lists');
  return listId;
}
