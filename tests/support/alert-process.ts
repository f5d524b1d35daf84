// A process that evaluates one rule by a value it asks for, every quarter of a second. Its
// arguments: address of the test's server, database, name.
import { performance } from 'node:perf_hooks';
import { MongoClient } from 'mongodb';
import { createEvaluator } from '../../server/alerts/evaluator';
import { webhookTarget } from '../../server/alerts/targets/webhook';
import { alertCollection } from '../../server/sinks/mongo/alert-collection';
import { createAlertStore } from '../../server/sinks/mongo/alert-store';
import { emptyReport, row, rssRule, rulesOf } from './an-evaluator';

const [, , url = '', database = '', instance = ''] = process.argv;
const wallNow = Date.now;
const now = () => performance.now();
const { open, close } = alertCollection({
  driver: { MongoClient } as never,
  url: process.env.MONGO_URL ?? '',
  database,
});
const resource = { service: 'todos', environment: 'production' };

createEvaluator({
  rules: rulesOf([{ ...rssRule, forMs: 3_000, keepFiringMs: 300 }]),
  targets: [webhookTarget({ url: `${url}/hook`, headers: {}, wallNow })],
  store: createAlertStore({
    ...{ ...resource, host: 'here', instance, holder: instance },
    ...{ alerts: open, close, now, wallNow, lastsMs: 1_500 },
  }),
  reader: {
    async read({ metric, stat, from, to }) {
      const value = Number(await (await fetch(`${url}/value`)).text());
      return { metric, stat, unit: 'bytes', from, to, stepMs: to - from, rows: [row(value)] };
    },
  },
  resource,
  findings: async () => emptyReport,
  ...{ everyMs: 250, repeatMs: undefined, limit: 500, leastWindowMs: 1_000 },
  times: { turnMs: 100, readMs: 400, roundMs: 400, sendMs: 400 },
  from: resource,
  about: { scope: 'fleet', self: { host: 'here', instance }, elsewhere: [] },
  newId: () => `${instance}-${Math.random()}`,
  ...{ wallNow, now },
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
  warn: () => undefined,
  failed: () => undefined,
  roundEnded: () => undefined,
  told: () => undefined,
});
