import { Query } from 'mingo';
import type { Document } from './driver';
import { lostConnection, type Network } from './memory-network';
import type { MemoryServer } from './memory-server';

/** A cursor on the oplog that waits for what is to come. */
export interface Tail {
  /** The next entry, or null when the cursor was closed; rejects when the connection is lost. */
  next(): Promise<Document | null>;
  close(): void;
}

interface Waiting {
  resolve(entry: Document | null): void;
  reject(error: unknown): void;
}

interface TailSource {
  readonly server: MemoryServer;
  readonly network: Network;
}

/** Follows the oplog: the entries there are, then each as it comes. */
export function createTail({ server, network }: TailSource, selector: Document): Tail {
  const query = new Query(selector as never);
  const queue: Document[] = server.oplog.entries.filter((entry) => query.test(entry));
  let waiting: Waiting | undefined;
  let closed = false;
  let broken = network.state.isDown;

  const stopTailing = server.oplog.listen((entry) => {
    if (!query.test(entry)) return;
    queue.push(entry);
    // The server answers a waiting `getMore` a moment after the write.
    setImmediate(deliver);
  });
  const stopListening = network.state.listen(() => {
    broken = true;
    end((waiter) => waiter.reject(lostConnection()));
  });

  function deliver(): void {
    const entry = queue[0];
    if (!waiting || !entry || broken) return;
    queue.shift();
    waiting.resolve({ ...entry });
    waiting = undefined;
  }

  function end(tell: (waiter: Waiting) => void): void {
    stopTailing();
    stopListening();
    if (waiting) tell(waiting);
    waiting = undefined;
  }

  return {
    next() {
      if (broken) return Promise.reject(lostConnection());
      const entry = queue.shift();
      if (entry || closed) return Promise.resolve(entry ? { ...entry } : null);
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
    },
    close() {
      closed = true;
      end((waiter) => waiter.resolve(null));
    },
  };
}
