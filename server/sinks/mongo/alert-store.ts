import type { AlertPlace, AlertStore } from '../../../common/alert-store';
import type { MongoCollection } from './driver';
import { mongoFailure } from './failures';
import { createLease, leaseMs } from './lease';

/** What a fleet knows of its alerts, and which of its processes evaluates. */
export interface AlertsDoc {
  /** Service and environment, as JSON. */
  readonly _id: string;
  /** The lease. */
  readonly holder: string;
  readonly until: Date;
  /** Absent until something was saved; raised by each save. */
  readonly version?: number;
  /** JSON: names that make no keys of documents are in it. */
  readonly state?: string;
  readonly host?: string;
  readonly instance?: string;
}

export interface AlertStoreParts extends AlertPlace {
  /** Connects when it is first needed. */
  readonly alerts: () => Promise<MongoCollection<AlertsDoc>>;
  /** Unlike that of any other process. */
  readonly holder: string;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Epoch milliseconds. */
  readonly wallNow: () => number;
  readonly lastsMs?: number | undefined;
  /** Lets go of what `alerts` connected. */
  readonly close?: () => Promise<void>;
}

/**
 * The state of alerts in MongoDB. A save needs the lease, by the server's
 * clock, and the version that this process saw last: what a process that was
 * held up sends late changes nothing.
 */
export function createAlertStore(parts: AlertStoreParts): AlertStore {
  const { service, environment, host, instance, holder, now, lastsMs = leaseMs } = parts;
  const _id = JSON.stringify([service, environment]);
  const lease = createLease(holder, { id: _id, lastsMs });
  let heldUntil = Number.NEGATIVE_INFINITY;
  let version = 0;

  /** Errors without addresses. */
  async function within<Value>(ask: (alerts: MongoCollection<AlertsDoc>) => Promise<Value>) {
    try {
      return await ask(await parts.alerts());
    } catch (error) {
      throw mongoFailure(error);
    }
  }

  return {
    hold: () =>
      within(async (alerts) => {
        const askedAt = now();
        const isHeld = await lease.hold(alerts as never);
        heldUntil = isHeld ? askedAt + lastsMs : Number.NEGATIVE_INFINITY;
        return isHeld;
      }),
    isHeldFor: (ms) => now() + ms < heldUntil,
    load: () =>
      within(async (alerts) => {
        const found = await alerts.findOne({ _id });
        version = found?.version ?? 0;
        if (found?.state === undefined) return undefined;
        const isHeld = found.until.getTime() > parts.wallNow();
        return {
          state: found.state,
          host: found.host ?? '',
          instance: found.instance ?? '',
          isHeld,
        };
      }),
    save: (state) =>
      within(async (alerts) => {
        const seen = version === 0 ? { $exists: false } : version;
        const filter = { _id, holder, version: seen, $expr: { $gt: ['$until', '$$NOW'] } };
        const change = { $set: { state, version: version + 1, host, instance } };
        const { matchedCount } = await alerts.updateOne(filter, change);
        if (matchedCount > 0) version++;
        return matchedCount > 0;
      }),
    async release() {
      heldUntil = Number.NEGATIVE_INFINITY;
      await within((alerts) => lease.release(alerts as never));
    },
    close: async () => parts.close?.(),
  };
}
