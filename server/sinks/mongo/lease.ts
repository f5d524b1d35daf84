import type { MongoCollection } from './driver';
import { unlessStored } from './failures';

/** Where leases are, each a document. */
export type LeaseCollection = Pick<MongoCollection<never>, 'updateOne'>;

/** The right to do what one process at a time shall do. */
export interface Lease {
  /** Takes it, or keeps it for another while; false when another process has it. */
  hold(leases: LeaseCollection): Promise<boolean>;
  /** Lets others have it at once. */
  release(leases: LeaseCollection): Promise<void>;
}

export interface LeaseOptions {
  /** Of its document: who rolls up figures, unless given. */
  readonly id?: string;
  /** How long it lasts. */
  readonly lastsMs?: number;
}

export const leaseMs = 60_000;

/** Its end is on the server's clock, so that those of the processes do not matter. */
export function createLease(holder: string, options: LeaseOptions = {}): Lease {
  const { id: _id = 'leader', lastsMs = leaseMs } = options;

  async function take(leases: LeaseCollection): Promise<boolean> {
    const free = { _id, $or: [{ holder }, { $expr: { $lt: ['$until', '$$NOW'] } }] };
    const taken = [{ $set: { holder, until: { $add: ['$$NOW', lastsMs] } } }];
    const { matchedCount } = await leases.updateOne(free, taken);
    return matchedCount > 0;
  }

  return {
    async hold(leases) {
      if (await take(leases)) return true;
      const nobodys = { $setOnInsert: { holder: '', until: new Date(0) } };
      await unlessStored(leases.updateOne({ _id }, nobodys, { upsert: true }));
      return take(leases);
    },
    async release(leases) {
      await leases.updateOne({ _id, holder }, [{ $set: { until: new Date(0) } }]);
    },
  };
}
