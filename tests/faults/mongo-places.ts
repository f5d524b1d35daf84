import { MongoClient } from 'mongodb';
import { mongoSink } from '../../server/sinks/mongo';
import { mongoTarget, usualMongo } from '../support/mongo-front';
import { type TcpFault, tcpFront } from '../support/tcp-front';
import type { Place } from './place';
import { readStored } from './read-stored';

const faults: readonly TcpFault[] = ['refuses', 'hangs', 'resets', 'answer lost'];
let databases = 0;

const databaseName = () => `radiant_faults_${process.pid}_${++databases}`;

/** MongoDB at `MONGO_URL`, behind a socket that breaks. */
export const mongo: Place = {
  name: 'mongo',
  faults,
  slow: faults,
  final: [],
  isCumulative: false,
  isShared: true,
  isThere: async () => mongoTarget() !== undefined,
  async open(now) {
    const target = mongoTarget();
    if (!target) throw new Error('MONGO_URL is not set');
    const front = await tcpFront(target);
    const database = databaseName();
    const url = target.urlAt(front.port);
    const reading = mongoSink(usualMongo({ url: target.url, database, wallNow: now }));
    return {
      // Its clock is the real one, of which a broken minute has some tenths of a second.
      sink: () => mongoSink(usualMongo({ url, database, wallNow: now, patienceMs: 1_000 })),
      become: (fault) => front.become(faults.find((one) => one === fault)),
      stored: () => readStored(reading.reader, now()),
      async close() {
        await reading.close?.();
        await drop(target.url, database);
        await front.close();
      },
    };
  },
};

async function drop(url: string, database: string): Promise<void> {
  const client = new MongoClient(url);
  await client.db(database).dropDatabase();
  await client.close();
}
