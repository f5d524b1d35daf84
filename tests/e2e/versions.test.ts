import { expect } from 'chai';
import { startBots } from '../../examples/demo/bots';
import { readFigures } from '../../examples/demo/figures';
import { nextFlush } from '../../examples/demo/flush';
import { createQuery } from '../../examples/demo/query';
import { buildReport } from '../../examples/demo/report';
import { startApp } from '../../examples/demo/start-app';
import { describeLocally } from './target';

const BUSY_MS = 700;

// A server that somebody else runs has one version.
describeLocally('the agent on the host that imitates Meteor', () => {
  for (const [version, driver] of [
    ['3.0.4', 'polling'],
    ['3.1.2', 'oplog'],
    ['3.3.2', 'oplog'],
    ['3.4.1', 'polling'],
    ['3.5', 'oplog'],
  ] as const) {
    it(`${version} with ${driver} counts what bots send, exactly`, async () => {
      const startedAt = Date.now();
      const settings = { radiant: { flushIntervalMs: 200 } };
      const app = await startApp({ version, driver, port: 0, development: true, settings });
      try {
        const query = createQuery({ url: app.url });
        const bots = await startBots(app.url, 3);
        await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
        await bots.stop();
        await nextFlush(query, { deadlineMs: 10_000 });

        const report = buildReport(await readFigures(query, { from: startedAt }), bots.sent());
        await bots.close();

        const recorded = Object.entries(report.methods).map(([name, { calls }]) => [name, calls]);
        const subscribed = Object.entries(report.publications).map(
          ([name, { subscribes }]) => [name, subscribes] as const,
        );
        expect(Object.fromEntries(recorded)).to.deep.equal(bots.sent().methods);
        expect(Object.fromEntries(subscribed)).to.deep.equal(bots.sent().publications);
        expect(new Set(Object.values(report.hooks))).to.deep.equal(new Set(['ok']));
      } finally {
        await app.stop();
      }
    });
  }
});
