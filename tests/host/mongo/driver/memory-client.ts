import { EventEmitter } from 'node:events';
import type { Document, DriverClient, DriverDb, DriverSession } from './driver';
import { MemoryCollection } from './memory-collection';
import {
  createNetwork,
  createNetworkState,
  type Network,
  type NetworkState,
} from './memory-network';
import type { MemoryServer } from './memory-server';

/** A `MongoClient` whose server is `server`, whatever host the URL names. */
export class MemoryClient extends EventEmitter implements DriverClient {
  monitorCommands = false;
  private readonly network: Network;

  constructor(
    private readonly server: MemoryServer,
    private readonly url: string,
    state: NetworkState = createNetworkState(),
  ) {
    super();
    this.network = createNetwork(this, state);
  }

  async connect(): Promise<this> {
    return this;
  }

  async close(): Promise<void> {
    this.network.close();
  }

  db(name = new URL(this.url).pathname.slice(1) || 'test'): DriverDb {
    return createDb(this.server, this.network, name);
  }

  startSession(): DriverSession {
    return { operationTime: undefined, endSession: async () => {} };
  }
}

function createDb(server: MemoryServer, network: Network, databaseName: string): DriverDb {
  const send = <T>(name: string, body: Document, execute: () => T) =>
    network.send({ name, database: databaseName, collection: '$cmd', body }, execute);
  const command = (body: Document) =>
    send(Object.keys(body)[0] ?? '', body, () => ({
      ok: 1,
      setName: 'memory',
      operationTime: server.oplog.lastTimestamp(),
    }));

  const db: DriverDb = {
    databaseName,
    command,
    admin: () => ({
      command,
      serverInfo: () => send('buildInfo', { buildInfo: 1 }, () => ({ ok: 1, version: '7.0.0' })),
    }),
    collection: (name) => new MemoryCollection(db, server, network, name),
    createCollection: (create, options = {}) =>
      send('create', { create, ...options }, () => server.table(`${databaseName}.${create}`)),
    dropDatabase: () => send('dropDatabase', {}, () => server.dropDatabase(databaseName)),
  };
  return db;
}
