interface OpenPool {
  readonly address: string;
  readonly size: number;
  readonly inUse: number;
}

/** What the driver keeps to itself, of versions 4 to 6: version 4 has the pool in `s`. */
interface ConnectedClient {
  readonly topology?: {
    readonly s?: { readonly servers?: unknown };
  };
}

interface DriverServer {
  readonly pool?: DriverPool;
  readonly s?: { readonly pool?: DriverPool };
}

interface DriverPool {
  readonly totalConnectionCount?: unknown;
  readonly currentCheckedOutCount?: unknown;
}

/**
 * The pools of a client that is connected already, of which no event tells any
 * more. None where they cannot be read: counts begin at zero then.
 */
export function openPools(client: object): readonly OpenPool[] {
  const servers = (client as ConnectedClient).topology?.s?.servers;
  if (!(servers instanceof Map)) return [];
  return [...(servers as Map<string, DriverServer>)].flatMap(([address, server]) => {
    const { totalConnectionCount: size, currentCheckedOutCount: inUse } =
      server.pool ?? server.s?.pool ?? {};
    return typeof size === 'number' && typeof inUse === 'number' ? [{ address, size, inUse }] : [];
  });
}
