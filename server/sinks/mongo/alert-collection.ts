import type { AlertsDoc } from './alert-store';
import type { MongoPart } from './connection';
import { consistent, patience } from './connection';
import type { MongoCollection } from './driver';

/** A collection for the state of alerts, where figures are stored elsewhere. */
export interface AlertCollection {
  /** Connects when it is first called, and again after a failure. */
  open(): Promise<MongoCollection<AlertsDoc>>;
  close(): Promise<void>;
}

/** One connection, used for some milliseconds at each turn; the collection makes itself. */
export function alertCollection({ driver, url, database, options }: MongoPart): AlertCollection {
  const own = { appName: 'radiant', maxPoolSize: 1, minPoolSize: 0 };
  const client = new driver.MongoClient(url, { ...patience, ...options, ...own });
  return {
    async open() {
      await client.connect();
      return client.db(database, consistent).collection<AlertsDoc>('radiant_alerts');
    },
    close: () => client.close(),
  };
}
