import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Reader } from '../../common/reader';
import type { Sink } from '../../common/sink';
import { createAlertStore } from './mongo/alert-store';
import { createConnection, type MongoPart } from './mongo/connection';
import { mongoFailure, unlessCalledOff } from './mongo/failures';
import { createLease } from './mongo/lease';
import { mongoReader } from './mongo/reader';
import { createRollUp } from './mongo/roll-up';
import type { Collections } from './mongo/schema';
import { createStuckWork } from './mongo/stuck-work';
import { createBatchWriter } from './mongo/writer';

export interface MongoSinkOptions extends MongoPart {
  /** How long windows as they came, of a minute, of ten and of an hour are kept. */
  readonly keepFineMs: number;
  readonly keepMinutesMs: number;
  readonly keepTenMinutesMs: number;
  readonly keepHoursMs: number;
  readonly keepTracesMs: number;
  readonly keepLogsMs: number;
  readonly keepEventsMs: number;
  /** How long a write may be under way before the connection is given up: a minute unless given. */
  readonly patienceMs?: number | undefined;
  /** Epoch milliseconds. */
  readonly wallNow: () => number;
  /** Writes one line to the app's log. */
  readonly warn: (message: string) => void;
}

/** A mongo sink; unlike others it always has a reader. */
export interface MongoSink extends Sink {
  readonly reader: Reader;
}

const rollUpEveryMs = 15_000;

/**
 * Keeps batches in a MongoDB, through a client of its own, and reads back what
 * all processes wrote (`docs/backends/mongo.md`). One of the processes puts
 * windows together, level by level, for some milliseconds after its own
 * writes: there is no timer, and a process that is gone is followed by the
 * next one that writes.
 */
export function mongoSink(options: MongoSinkOptions): MongoSink {
  const { wallNow, warn } = options;
  const levels = {
    fine: options.keepFineMs,
    '1m': options.keepMinutesMs,
    '10m': options.keepTenMinutesMs,
    '1h': options.keepHoursMs,
  };
  const keep = {
    levels,
    traces: options.keepTracesMs,
    errors: options.keepHoursMs,
    logs: options.keepLogsMs,
    events: options.keepEventsMs,
  };
  const now = () => performance.now();
  const connection = createConnection(options);
  const writer = createBatchWriter(keep, wallNow);
  const unsettled = createStuckWork({ now, patienceMs: options.patienceMs });
  const lease = createLease(randomId());
  const rollUp = createRollUp({ lease, keep: levels, wallNow, now });
  let rolling: Promise<void> | undefined;
  let rolledAt = Number.NEGATIVE_INFINITY;
  let isBehind = false;
  let isLeader = false;

  async function roll(collections: Collections): Promise<void> {
    try {
      isLeader = (await rollUp.tick(collections)) !== undefined;
      isBehind = false;
    } catch (error) {
      if (!isBehind) warn(`figures cannot be rolled up: ${mongoFailure(error).message}`);
      isBehind = true;
    }
    rolling = undefined;
  }

  async function resign(): Promise<void> {
    const { meta } = await connection.forWriting();
    await lease.release(meta);
  }

  function rollLater(collections: Collections): void {
    if (rolling || now() - rolledAt < rollUpEveryMs) return;
    rolledAt = now();
    rolling = roll(collections);
  }

  return {
    name: 'mongo',
    async write(batch, signal) {
      if (unsettled.isThere) {
        connection.renew();
        unsettled.forget();
      }
      const write = async () => {
        const collections = await connection.forWriting();
        await writer.write(batch, collections);
        rollLater(collections);
      };
      const work = write();
      unsettled.add(work);
      try {
        await unlessCalledOff(signal, work);
      } catch (error) {
        throw mongoFailure(error);
      }
    },
    reader: mongoReader({
      keep,
      now: wallNow,
      collections: () => connection.forReading(),
    }),
    alertStore: (place) =>
      createAlertStore({
        ...place,
        ...{ now, wallNow, holder: randomId() },
        alerts: async () => (await connection.forWriting()).alerts,
      }),
    async close() {
      rollUp.stop();
      await withinASecond(rolling);
      if (isLeader) await withinASecond(resign());
      await connection.close();
    },
  };
}

const randomId = () => randomBytes(9).toString('base64url');

/** Settles with `work`, whatever becomes of it, but does not wait for a server that does not answer. */
function withinASecond(work: Promise<void> | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1_000);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    Promise.resolve(work).then(done, done);
  });
}
