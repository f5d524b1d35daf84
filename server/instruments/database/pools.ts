import type { Recorder } from '../../../common/recorder';
import type { Undo } from '../../../common/undo';
import { openPools } from './open-pools';

/** The part of a client that tells of its connections; a stand-in in memory tells nothing. */
interface PooledClient {
  on(event: string, listener: (event: PoolEvent) => void): unknown;
  removeListener(event: string, listener: (event: PoolEvent) => void): unknown;
}

/** What the driver tells of a pool. */
interface PoolEvent {
  /** Host and port of the server. */
  readonly address?: unknown;
  /** From driver 6.9: since the request. */
  readonly durationMS?: unknown;
}

interface Pool {
  readonly dims: { readonly pool: string };
  size: number;
  inUse: number;
  /** When those that wait began to, the first one first: connections are given in that order. */
  readonly waitingSince: number[];
}

type Change = (pool: Pool, event: PoolEvent) => void;

/** What a pool begins with; connections in use are closed after their pool. */
const beginning: readonly string[] = ['connectionCreated', 'connectionCheckOutStarted'];

/**
 * Records how many connections to the database there are and who waits for
 * one, by server: a client has one pool for each. The driver makes its events
 * whether anybody listens or not.
 */
export function watchPools(
  recorder: Recorder,
  defer: (undo: Undo) => void,
): (client: object) => void {
  const clients = new Set<Map<string, Pool>>();
  const changes = changesOf(recorder);

  defer(
    recorder.onCollect(() => {
      for (const [pool, { size, inUse, waiting }] of sums(clients)) {
        const dims = { pool };
        recorder.record({ kind: 'metric', metric: 'db.pool.size', dims, value: size });
        recorder.record({ kind: 'metric', metric: 'db.pool.inUse', dims, value: inUse });
        recorder.record({ kind: 'metric', metric: 'db.pool.waiting', dims, value: waiting });
      }
    }),
  );

  return (candidate) => {
    if (!isPooled(candidate)) return;
    const client = candidate;
    const pools = new Map<string, Pool>();
    for (const { address, size, inUse } of openPools(client)) {
      pools.set(address, { ...emptyPool(address), size, inUse });
    }
    clients.add(pools);
    defer(() => clients.delete(pools));

    function poolOf(address: string): Pool {
      const known = pools.get(address);
      if (known) return known;
      const made = emptyPool(address);
      pools.set(address, made);
      return made;
    }

    function listen(event: string, listener: (address: string, event: PoolEvent) => void): void {
      const heard = (told: PoolEvent) => {
        if (typeof told?.address === 'string') listener(told.address, told);
      };
      client.on(event, heard);
      defer(() => client.removeListener(event, heard));
    }

    for (const [event, change] of Object.entries(changes)) {
      listen(event, (address, told) => {
        const pool = beginning.includes(event) ? poolOf(address) : pools.get(address);
        if (pool) change(pool, told);
      });
    }
    listen('connectionPoolClosed', (address) => pools.delete(address));
  };
}

function changesOf(recorder: Recorder): Readonly<Record<string, Change>> {
  const { now, record } = recorder;
  return {
    connectionCreated: (pool) => {
      pool.size++;
    },
    connectionClosed: (pool) => {
      pool.size = Math.max(0, pool.size - 1);
    },
    connectionCheckOutStarted: (pool) => {
      pool.waitingSince.push(now());
    },
    connectionCheckedOut: (pool, { durationMS }) => {
      const since = pool.waitingSince.shift();
      pool.inUse++;
      // Who waited already when we came has no beginning, and only driver 6 knows it.
      const value = typeof durationMS === 'number' ? durationMS : since && now() - since;
      if (value === undefined) return;
      record({ kind: 'metric', metric: 'db.pool.checkout', dims: pool.dims, value });
    },
    connectionCheckOutFailed: (pool) => {
      pool.waitingSince.shift();
      record({ kind: 'metric', metric: 'db.pool.checkoutFailed', dims: pool.dims, value: 1 });
    },
    connectionCheckedIn: (pool) => {
      pool.inUse = Math.max(0, pool.inUse - 1);
    },
  };
}

/** What all clients have of each server. */
function sums(clients: ReadonlySet<ReadonlyMap<string, Pool>>) {
  const all = new Map<string, { size: number; inUse: number; waiting: number }>();
  for (const pools of clients) {
    for (const [address, { size, inUse, waitingSince }] of pools) {
      const { size: sizes = 0, inUse: inUses = 0, waiting = 0 } = all.get(address) ?? {};
      all.set(address, {
        size: sizes + size,
        inUse: inUses + inUse,
        waiting: waiting + waitingSince.length,
      });
    }
  }
  return all;
}

function emptyPool(address: string): Pool {
  return { dims: { pool: address }, size: 0, inUse: 0, waitingSince: [] };
}

function isPooled(client: object): client is PooledClient {
  const { on, removeListener } = client as Partial<PooledClient>;
  return typeof on === 'function' && typeof removeListener === 'function';
}
