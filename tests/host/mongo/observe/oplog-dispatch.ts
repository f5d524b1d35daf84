import { Long, Timestamp } from 'mongodb';
import type { Crossbar } from '../../ddp/server-types';
import { idForOp, type OplogEntry } from './oplog-entry';

interface Listening {
  readonly _dbName: string;
  readonly _crossbar: Crossbar;
}

interface Trigger {
  collection?: string;
  dropCollection: boolean;
  dropDatabase: boolean;
  op: OplogEntry;
  id?: unknown;
}

/**
 * Tells the crossbar of an oplog entry, or of each operation in it when it holds
 * several: transactions do, and writes of many documents. With `yieldsAfterEach`
 * it lets the event loop turn before the next one.
 */
export function createEntryHandler({ yieldsAfterEach }: { yieldsAfterEach: boolean }) {
  return async function handleEntry(handle: Listening, entry: OplogEntry): Promise<void> {
    if (entry.ns === 'admin.$cmd') {
      for (const operation of operationsOf(entry)) await handleEntry(handle, operation);
      return;
    }
    await handle._crossbar.fire({ ...triggerFor(handle._dbName, entry) });
    if (yieldsAfterEach) await new Promise((resolve) => setImmediate(resolve));
  };
}

/** Each with a time of its own, counted on from that of the entry. */
function operationsOf({ o, ts }: OplogEntry): OplogEntry[] {
  if (!Array.isArray(o.applyOps)) throw Error(`Unknown command ${JSON.stringify(o)}`);
  return (o.applyOps as OplogEntry[]).map((operation, index) => ({
    ...operation,
    ts: operation.ts ?? new Timestamp(ts.add(Long.fromNumber(index))),
  }));
}

function triggerFor(dbName: string, op: OplogEntry): Trigger {
  const trigger: Trigger = { dropCollection: false, dropDatabase: false, op };
  if (op.ns.startsWith(`${dbName}.`)) trigger.collection = op.ns.slice(dbName.length + 1);
  if (trigger.collection !== '$cmd') return { ...trigger, id: idForOp(op) };
  if (op.o.dropDatabase) {
    delete trigger.collection;
    return { ...trigger, dropDatabase: true };
  }
  if ('drop' in op.o) {
    return { ...trigger, collection: String(op.o.drop), dropCollection: true, id: null };
  }
  throw Error(`Unknown command ${JSON.stringify(op)}`);
}
