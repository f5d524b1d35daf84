import type { Forgotten, ForgottenId } from '../../../common/forget';
import type { Collections } from './schema';

const facts: Readonly<Record<ForgottenId, string>> = { userId: 'u', anonymousId: 'a' };

/** Deletes the events that have one of the ids. */
export async function forgetPerson(
  { events }: Collections,
  ids: ReadonlyArray<readonly [ForgottenId, string]>,
): Promise<Forgotten> {
  let deleted = 0;
  for (const [id, value] of ids) {
    const { deletedCount } = await events.deleteMany({ [facts[id]]: { $eq: value } });
    deleted += deletedCount;
  }
  return { events: deleted };
}
