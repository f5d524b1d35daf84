import { MongoClient } from 'mongodb';
import type { CreateClient, DriverClient } from './driver';
import { MemoryClient } from './memory-client';
import type { NetworkState } from './memory-network';
import type { MemoryServer } from './memory-server';

const IN_MEMORY = 'mongodb://memory/';

/** Whether a URL names the database in memory, rather than a server. */
export function isInMemory(url: string | undefined): boolean {
  return url === undefined || url.startsWith(IN_MEMORY);
}

/** Makes clients of `server` for URLs in memory, and of the `mongodb` driver for all others. */
export function clientFactory(server: MemoryServer, network: NetworkState): CreateClient {
  return (url, options) =>
    isInMemory(url)
      ? new MemoryClient(server, url, network)
      : (new MongoClient(url, options) as unknown as DriverClient);
}
