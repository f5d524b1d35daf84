import { unlessStored } from './failures';
import type { Collections } from './schema';

/** The right to do what one process at a time shall do. */
export interface Lease {
  /** Takes it, or keeps it for another while; false when another process has it. */
  hold(meta: Collections['meta']): Promise<boolean>;
  /** Lets others have it at once. */
  release(meta: Collections['meta']): Promise<void>;
}

export const leaseMs = 60_000;

/** Its end is on the server's clock, so that those of the processes do not matter. */
export function createLease(holder: string): Lease {
  async function take(meta: Collections['meta']): Promise<boolean> {
    const free = { _id: 'leader', $or: [{ holder }, { $expr: { $lt: ['$until', '$$NOW'] } }] };
    const taken = [{ $set: { holder, until: { $add: ['$$NOW', leaseMs] } } }];
    const { matchedCount } = await meta.updateOne(free, taken);
    return matchedCount > 0;
  }

  return {
    async hold(meta) {
      if (await take(meta)) return true;
      const nobodys = { $setOnInsert: { holder: '', until: new Date(0) } };
      await unlessStored(meta.updateOne({ _id: 'leader' }, nobodys, { upsert: true }));
      return take(meta);
    },
    async release(meta) {
      await meta.updateOne({ _id: 'leader', holder }, [{ $set: { until: new Date(0) } }]);
    },
  };
}
