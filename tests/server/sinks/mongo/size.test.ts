import { expect } from 'chai';
import { BSON } from 'mongodb';
import { createRollUp } from '../../../../server/sinks/mongo/roll-up';
import { collectionsOf } from '../../../../server/sinks/mongo/schema';
import { aBatch, aSeries } from '../../../support/a-batch';
import { withMongo } from '../../../support/mongo-database';
import { seeded } from '../../../support/seeded';

const { signal } = new AbortController();
const methods = 100;
const minute = 60_000;

withMongo('what the mongo sink writes for 100 methods and 1,000 calls a second', ({ db, sink }) => {
  it('is below 4 MB a minute before compression', async function () {
    this.timeout(30_000);
    const random = seeded(3);
    const from = Math.floor(Date.now() / minute) * minute - 10 * minute;
    const { write, close } = sink();
    const took: number[] = [];

    for (let window = 0; window < 6; window++) {
      const series = Array.from({ length: methods }, (_, index) => {
        const dims = { name: `method.${index}`, origin: 'client' };
        const values = () => Array.from({ length: 100 }, () => 1 + random() ** 4 * 500);
        return [
          aSeries('method.calls', { ...dims, outcome: 'ok' }, 100),
          aSeries('method.inFlight', dims, 2),
          aSeries('method.duration', { ...dims, outcome: 'ok' }, values()),
          ...(
            ['method.queue', 'method.run', 'method.fence', 'method.db', 'method.cpu'] as const
          ).map((metric) => aSeries(metric, dims, values())),
          aSeries(
            'method.resultBytes',
            dims,
            values().map((value) => value * 20),
          ),
        ];
      }).flat();
      const startedAt = performance.now();
      await write(aBatch({ from: from + window * 10_000, series }), signal);
      took.push(performance.now() - startedAt);
    }
    await close?.();

    const sizes = await Promise.all(
      ['windows', 'data_fine'].map((name) =>
        db
          .collection(`radiant_${name}`)
          .aggregate([{ $collStats: { storageStats: {} } }])
          .toArray(),
      ),
    );
    const stats = sizes.map(([one]) => one?.storageStats);
    const bytes = stats.reduce((sum, { size }) => sum + size, 0);
    const docs = stats.reduce((sum, { count }) => sum + count, 0);
    await db.admin().command({ fsync: 1 });
    const [after] = await db
      .collection('radiant_data_fine')
      .aggregate([{ $collStats: { storageStats: {} } }])
      .toArray();
    process.stdout.write(
      `      ${(bytes / 2 ** 20).toFixed(2)} MB in ${docs} documents a minute, ` +
        `${(after?.storageStats.storageSize / 2 ** 20).toFixed(2)} MB on disk; ` +
        `writes took ${took.map((ms) => ms.toFixed(0)).join(', ')} ms\n`,
    );
    const keep = { fine: 1e9, '1m': 1e9, '10m': 1e9, '1h': 1e9 };
    const lease = { hold: async () => true, release: async () => undefined };
    const wallNow = () => from + 5 * minute;
    await createRollUp({ lease, keep, wallNow, now: () => 0 }).tick(collectionsOf(db as never));
    const rolled = await db.collection('radiant_data_1m').find().toArray();
    const rolledBytes = rolled.reduce((sum, doc) => sum + BSON.calculateObjectSize(doc), 0);
    process.stdout.write(`      rolled up, ${(rolledBytes / 2 ** 20).toFixed(2)} MB a minute\n`);

    expect(bytes).to.be.below(4 * 2 ** 20);
    expect(rolledBytes).to.be.below(bytes);
  });
});
