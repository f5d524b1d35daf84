import { EventEmitter } from 'node:events';
import type { Document, DriverClient, DriverDb } from './driver';
import { MemoryCollection } from './memory-collection';
import { createNetwork, type Network } from './memory-network';
import type { MemoryServer } from './memory-server';

export interface MemoryClientOptions {
  /** How long a command takes in each direction; 0 means one turn of the event loop. */
  readonly latencyMs?: number;
  readonly isOver?: () => boolean;
}

/** A `MongoClient` whose server is `server`, whatever host the URL names. */
export class MemoryClient extends EventEmitter implements DriverClient {
  monitorCommands = false;
  private readonly network: Network;

  constructor(
    private readonly server: MemoryServer,
    private readonly url: string,
    { latencyMs = 0, isOver = () => false }: MemoryClientOptions = {},
  ) {
    super();
    this.network = createNetwork(this, { latencyMs, isOver });
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
}

function createDb(server: MemoryServer, network: Network, databaseName: string): DriverDb {
  const send = <T>(name: string, body: Document, execute: () => T) =>
    network.send({ name, database: databaseName, collection: '$cmd', body }, execute);

  return {
    databaseName,
    admin: () => ({
      command: (command) =>
        send(Object.keys(command)[0] ?? '', command, () => ({ ok: 1, setName: 'memory' })),
    }),
    collection: (name) => new MemoryCollection(server, network, databaseName, name),
    createCollection: (create, options = {}) =>
      send('create', { create, ...options }, () => server.table(`${databaseName}.${create}`)),
    dropDatabase: () => send('dropDatabase', {}, () => server.dropDatabase(databaseName)),
  };
}
