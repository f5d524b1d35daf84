import { type EventEmitter, once } from 'node:events';
import { MongoClient } from 'mongodb';
import type { HostVersion } from '../meteor/versions';
import { aMongo, type Fixture } from './fixture';
import type { ObserveDriverName } from './mongo';
import { startProxy } from './proxy';
import type { Store } from './stores';

/** A host whose database can go away and come back, while others go on writing to it. */
export interface Interruptible {
  readonly mongo: Fixture;
  /** Resolves when the host has noticed. */
  goAway(): Promise<void>;
  comeBack(): void;
  writeMeanwhile(op: 'insertOne' | 'deleteOne', argument: object): Promise<void>;
  close(): Promise<void>;
}

type Which = readonly [version: HostVersion, driver: ObserveDriverName];

export function anInterruptible(store: Store, which: Which): Promise<Interruptible> {
  return store.isServer ? behindProxy(store, which) : inMemory(which);
}

async function inMemory([version, driver]: Which): Promise<Interruptible> {
  const mongo = await aMongo(version, driver);
  return {
    mongo,
    goAway: async () => mongo.faults.disconnect(),
    comeBack: mongo.faults.reconnect,
    writeMeanwhile: async (op, argument) => {
      await mongo.external(op, 'items', [argument]);
    },
    close: mongo.close,
  };
}

/** The server stays; only the way of this host to it is cut. */
async function behindProxy(store: Store, [version, driver]: Which): Promise<Interruptible> {
  const database = await store.open(['items']);
  const { MONGO_URL = '', MONGO_OPLOG_URL = '' } = database.env;
  const { hostname, port } = new URL(MONGO_URL);
  const proxy = await startProxy({ host: hostname, port: Number(port) });
  const direct = new MongoClient(MONGO_URL);
  const mongo = await aMongo(version, driver, {
    env: {
      MONGO_URL: through(proxy.port, MONGO_URL),
      MONGO_OPLOG_URL: through(proxy.port, MONGO_OPLOG_URL),
      METEOR_POLLING_THROTTLE_MS: '1',
    },
  });
  const { client } = mongo.MongoInternals.defaultRemoteCollectionDriver().mongo;
  const traffic = watchTraffic(client);
  return {
    mongo,
    async goAway() {
      // The driver may wait for ever for a command that it sends on a closing connection.
      await traffic.idle();
      const noticed = once(client, 'serverDescriptionChanged');
      proxy.cut();
      await noticed;
    },
    comeBack: proxy.restore,
    writeMeanwhile: async (op, argument) => {
      await direct
        .db()
        .collection('items')
        [op](argument as never);
    },
    async close() {
      await mongo.close();
      await direct.close();
      await proxy.close();
      await database.drop();
    },
  };
}

/** Knows whether commands of a client are under way. */
function watchTraffic(client: EventEmitter): { idle(): Promise<void> } {
  let underWay = 0;
  client.on('connectionCheckOutStarted', () => underWay++);
  client.on('connectionCheckOutFailed', () => underWay--);
  client.on('connectionCheckedIn', () => underWay--);
  return {
    async idle() {
      while (underWay > 0) await once(client, 'connectionCheckedIn');
    },
  };
}

function through(port: number, url: string): string {
  const { pathname } = new URL(url);
  const options = 'directConnection=true&serverSelectionTimeoutMS=1000&heartbeatFrequencyMS=500';
  return `mongodb://127.0.0.1:${port}${pathname}?${options}`;
}
