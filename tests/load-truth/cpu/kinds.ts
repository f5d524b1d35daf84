import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

/** What the kinds need of the world around them. */
export interface World {
  /** Has a document. */
  readonly docs: {
    findOneAsync(id: string): Promise<unknown>;
    updateAsync(id: string, change: object): Promise<unknown>;
  };
  readonly docId: string;
  /** Answers after `waitMs`. */
  readonly serverUrl: string;
  /** Answers a message after `waitMs`, of which it works a fifth: all of it would hold up whom it runs with. */
  readonly worker: Worker;
}

/** Works in slices of `burn`, and waits for about `waitMs` in between, in its own way. */
export type Kind = (burn: () => void, waitMs: number, world: World) => unknown;

const later = (ms: number, done: () => void) => setTimeout(done, ms);
const waitFor = promisify((ms: number, done: (error: Error | null) => void) => {
  later(ms, () => done(null));
});

/** Twelve ways of waiting and working. */
export const kinds: Readonly<Record<string, Kind>> = {
  async 'timers/promises'(burn, waitMs) {
    burn();
    await sleep(waitMs);
    burn();
  },
  async promisify(burn, waitMs) {
    burn();
    await waitFor(waitMs);
    burn();
  },
  async 'events.once'(burn, waitMs) {
    const emitter = new EventEmitter();
    later(waitMs, () => emitter.emit('done'));
    await once(emitter, 'done');
    burn();
  },
  'a chain of then'(burn, waitMs) {
    return sleep(waitMs / 2)
      .then(burn)
      .then(() => sleep(waitMs / 2))
      .then(burn);
  },
  'new Promise': (burn, waitMs) =>
    new Promise<void>((resolve) => {
      burn();
      later(waitMs, () => {
        burn();
        resolve();
      });
    }),
  async queueMicrotask(burn, waitMs) {
    await sleep(waitMs);
    await new Promise<void>((resolve) => {
      queueMicrotask(() => {
        burn();
        queueMicrotask(() => {
          burn();
          resolve();
        });
      });
    });
  },
  async streams(burn, waitMs) {
    const slow = new Transform({
      objectMode: true,
      transform(chunk, _encoding, done) {
        burn();
        later(waitMs / 2, () => done(null, chunk));
      },
    });
    const sink = new Writable({ objectMode: true, write: (_chunk, _encoding, done) => done() });
    await pipeline(Readable.from([1, 2]), slow, sink);
  },
  async 'a worker thread'(burn, waitMs, { worker }) {
    burn();
    const answer = new Promise((resolve) => {
      const id = Math.random();
      worker.on('message', function take(message) {
        if (message !== id) return;
        worker.off('message', take);
        resolve(message);
      });
      worker.postMessage({ id, waitMs });
    });
    await answer;
    burn();
  },
  async Mongo(burn, waitMs, { docs, docId }) {
    await docs.findOneAsync(docId);
    burn();
    await docs.updateAsync(docId, { $set: { waitMs } });
    burn();
  },
  async fetch(burn, waitMs, { serverUrl }) {
    burn();
    const response = await fetch(`${serverUrl}?waitMs=${waitMs}`);
    await response.text();
    burn();
  },
  'synchronous work'(burn) {
    burn();
    burn();
  },
  async 'a mixture'(burn, waitMs, world) {
    burn();
    await Promise.all([
      sleep(waitMs).then(burn),
      world.docs.findOneAsync(world.docId).then(burn),
      (async () => {
        await null;
        burn();
        await waitFor(waitMs / 2);
        burn();
      })(),
    ]);
  },
};

const workerCode = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id, waitMs }) => {
    const endAt = performance.now() + waitMs / 5;
    while (performance.now() < endAt);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0.8 * waitMs);
    parentPort.postMessage(id);
  });
`;

/** A world without documents, and the way to end it. */
export async function createWorld(): Promise<Omit<World, 'docs' | 'docId'> & { end(): void }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    later(Number(url.searchParams.get('waitMs')), () => response.end('done'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const worker = new Worker(workerCode, { eval: true });
  await once(worker, 'online');
  return {
    serverUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    worker,
    end() {
      server.close();
      server.closeAllConnections();
      void worker.terminate();
    },
  };
}
