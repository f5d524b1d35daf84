import { Meteor } from 'meteor/meteor';

/** The part of Meteor's write fence that is used here; it is on every method invocation. */
interface WriteFence {
  beginWrite(): { committed(): unknown };
}

/** Keeps `updated` of the running method call back for `ms` milliseconds, as a slow write does. */
export function holdFence(invocation: object, ms: number): void {
  const { fence } = invocation as { readonly fence?: WriteFence };
  if (!fence) throw new Meteor.Error('no-fence', 'This call has no write fence');
  const write = fence.beginWrite();
  Meteor.setTimeout(() => write.committed(), ms);
}
