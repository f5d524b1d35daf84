import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { type MetricName, metrics } from '../../common/metrics';
import { resolveOptions } from '../../common/options';
import type { Reader } from '../../common/reader';
import type { Sink } from '../../common/sink';
import type { ServerAnalytics } from '../../server/analytics/server-analytics';
import { createAppAnalytics } from '../../server/app-analytics';
import { createCollectorMount } from '../../server/mount-collector';
import { createRadiant, type Radiant } from '../../server/radiant';
import { clickhouseSink } from '../../server/sinks/clickhouse';
import { httpSink } from '../../server/sinks/http';
import { memorySink } from '../../server/sinks/memory';
import { mongoSink } from '../../server/sinks/mongo';
import { ndjsonSink } from '../../server/sinks/ndjson';
import { otlpSink } from '../../server/sinks/otlp';
import { prometheusSink } from '../../server/sinks/prometheus';
import { createHost, type Host } from '../host/host';
import { httpServer } from '../support/http-server';
import { startOtlpReceiver } from '../support/otlp-receiver';
import { forwarders } from '../support/some-forwarders';
import { keepingSink } from '../support/started-agent';
import { clickhouseOrNothing, emptied, rowsOfAll } from '../support/started-clickhouse';
import { stubClient } from '../support/stub-client';
import { startVendor } from '../support/vendors/vendor';

/** A word no pattern knows for a secret: only where it stands tells. And one that has a token's looks. */
const word = 'hushhush';
const token = 'Ab3s3cr3tXy9Kd84';
const telling = new RegExp(`${word}|s3cr3t|alice|4111 1111`, 'i');

/** A sink, and all that it has written as text. Every sink has to be in this list. */
interface Written {
  readonly sink: Sink;
  text(): string | Promise<string>;
  /** What has to be in it, so that nothing is found for want of anything. */
  readonly proof: readonly string[];
  close?(): Promise<void>;
}
const records = ['Meteor.Error [refused]', '{password: string'];
const wholeBatches = [
  '"errors"',
  '"logs"',
  '"traces"',
  '"events"',
  'reset-password/***',
  ...records,
];

const sinks: Readonly<Record<string, (folder: string) => Promise<Written | undefined>>> = {
  async keeping() {
    const { sink, batches } = keepingSink();
    return { sink, text: () => JSON.stringify(batches), proof: wholeBatches };
  },
  async memory() {
    const sink = memorySink();
    return { sink, text: () => everythingIn(sink.reader), proof: records };
  },
  async prometheus() {
    const sink = prometheusSink();
    return { sink, text: () => sink.text('openmetrics'), proof: ['rpc_method="tasks.find"'] };
  },
  async otlp() {
    const receiver = await startOtlpReceiver();
    const sink = otlpSink({ endpoint: receiver.url });
    const text = () => JSON.stringify(receiver.requests);
    return { sink, text, close: receiver.close, proof: ['Meteor.Error [refused]', 'tasks.find'] };
  },
  async clickhouse() {
    const front = await clickhouseOrNothing();
    if (!front) return undefined;
    emptied(front);
    const sink = clickhouseSink({ url: front.url, asyncInsert: false });
    return { sink, text: () => rowsOfAll(front), close: front.close, proof: records };
  },
  async mongo() {
    const { MONGO_URL } = process.env;
    if (!MONGO_URL) return undefined;
    const client = new MongoClient(MONGO_URL);
    const database = `radiant_secrets_${process.pid}`;
    const db = client.db(database);
    const { mongo } = resolveOptions({});
    const sink = mongoSink({
      ...mongo,
      driver: { MongoClient } as never,
      url: MONGO_URL,
      database,
      wallNow: Date.now,
      warn: () => undefined,
    });
    return {
      sink,
      proof: records,
      async text() {
        const names = (await db.listCollections().toArray()).map(({ name }) => name);
        const all = names.map((name) => db.collection(name).find().toArray());
        return JSON.stringify(await Promise.all(all));
      },
      async close() {
        await db.dropDatabase();
        await client.close();
      },
    };
  },
  async ndjson(folder) {
    const sink = ndjsonSink({ path: join(folder, 'batches.ndjson') });
    return { sink, text: () => textOfFiles(folder), proof: wholeBatches };
  },
  async http() {
    const bodies: string[] = [];
    const server = await httpServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => {
        bodies.push(gunzipSync(Buffer.concat(chunks)).toString());
        response.end();
      });
    });
    const sink = httpSink({ url: server.url });
    const text = () => bodies.join('\n');
    return { sink, text, close: () => server.close(), proof: wholeBatches };
  },
  ...Object.fromEntries(
    forwarders.map(({ name, make, rules, reads }) => [
      name,
      async () => {
        const vendor = await startVendor(rules);
        const text = () =>
          vendor.requests.map((sent) => decodeURIComponent(sent.path + sent.text)).join('\n');
        return { sink: make(vendor.url), text, close: vendor.close, proof: reads };
      },
    ]),
  ),
};

async function everythingIn(reader: Reader): Promise<string> {
  const range = { from: 0, to: Date.now() + 60_000 };
  const names = Object.keys(metrics) as MetricName[];
  const series = names.map((metric) => {
    const { kind, dims } = metrics[metric];
    return reader.read({ ...range, metric, stat: kind === 'gauge' ? 'max' : 'sum', by: [...dims] });
  });
  const records = [reader.traces(range), reader.errors(range), reader.logs(range)];
  return JSON.stringify(await Promise.all([...series, ...records, reader.observers(range)]));
}

function textOfFiles(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map(({ parentPath, path, name }) => readFileSync(join(parentPath ?? path, name), 'latin1'))
    .join('\n');
}

/** The app's ways to fail, each with something to hide. */
const failures: ReadonlyArray<() => Error> = [
  () => new Error(`no user "${word}" with alice@example.com`),
  () => new Error(`connect mongodb://bob:${word}@db.example.net/app?password=${word}`),
  () => new TypeError(`GET https://bob:${word}@api.example.com/v1/${word}?key=${word} failed`),
  () => new Error(`bad token ${token}, Authorization: Bearer ${word}`),
  () => new Error(`password: ${word}`, { cause: new Error(`cookie=${word}; and '${word}'`) }),
  () => Object.assign(new Error('x'), { [word]: word, details: word, stack: `x "${word}"` }),
  () => Object.assign(new Error(`card 4111 1111 1111 1111`), { code: token, name: token }),
];

for (const [name, makeSink] of Object.entries(sinks)) {
  describe(`secrets in what goes to the sink ${name}`, function () {
    this.timeout(30_000);
    let folder: string;
    let written: Written;
    let host: Host;
    let radiant: Radiant;
    let output: unknown[][];
    let analytics: ServerAnalytics;

    beforeEach(async function () {
      folder = mkdtempSync(join(tmpdir(), 'radiant-secrets-'));
      const made = await makeSink(folder);
      if (!made) return this.skip();
      written = made;
      output = [];
      const print = (...args: unknown[]) => void output.push(args);
      host = createHost({ version: '3.3.2', log: print });
      const console = { debug: print, log: print, info: print, warn: print, error: print };
      const exportOf = (from: string, key: string) => host.Package[from]?.[key];
      const app = {
        internals: {
          server: host.Meteor.server,
          ddpCommon: host.DDPCommon,
          mongoInternals: host.MongoInternals,
          mongo: host.Mongo,
          localCollection: exportOf('minimongo', 'LocalCollection'),
          facts: exportOf('facts-base', 'Facts'),
          webApp: host.WebApp,
          meteor: host.Meteor,
          process,
          console,
          packages: { exportOf, onStartup: (fn: () => void) => host.Meteor.startup(fn) },
        },
        settings: {
          api: { token: `${word}${token}` },
          logs: 'debug',
          traces: {
            userId: false,
            args: 'shapes',
            argValues: ['tasks.find.0.password', 'tasks.find.0.deep.token', 'login.0.resume'],
          },
        },
        isDevelopment: false,
        release: 'METEOR@3.3.2',
        gitCommitHash: undefined,
        handlers: undefined,
        ddp: host.DDP,
        publicSettings: undefined,
      };
      const collector = createCollectorMount({ app, env: {} });
      const warn = (line: string) => void output.push([line]);
      radiant = createRadiant({ app, env: {}, collector, warn });
      analytics = createAppAnalytics({ app, collector, radiant });
      radiant.start({ sinks: [written.sink] });
      console.warn(`user ${token} said "${word}"`, { password: word, [`a@${word}.com`]: word });
      console.error(failures[0]?.(), Buffer.from(word), [word], new Map([[word, word]]));
    });
    afterEach(async () => {
      await radiant?.stop();
      await host?.close();
      await written?.close?.();
      rmSync(folder, { recursive: true });
    });

    async function runApp(): Promise<void> {
      const tasks = new host.Mongo.Collection('tasks');
      host.Meteor.publish('tasks', (secret: string) =>
        tasks.find({ owner: secret, $or: [{ token: secret }], [`by.${token}`]: secret } as never),
      );
      host.Meteor.publish('failing', () => {
        throw failures[0]?.();
      });
      host.Meteor.methods({
        'tasks.find': async ({ password }: { password: string }) => {
          await tasks.insertAsync({ password, owner: word } as never);
          await tasks.updateAsync({ password } as never, { $set: { token: password } });
          return tasks.find({ password } as never).fetchAsync();
        },
        ...Object.fromEntries(
          failures.map((fail, at) => [
            `fail.${'abcdefgh'[at]}`,
            () => {
              throw fail();
            },
          ]),
        ),
        refuse: () => {
          throw new host.Meteor.Error('refused', `not you, ${token} or "${word}"`, word);
        },
      });
      host.WebApp.handlers.get('/reset/:token', (_req: unknown, res: { end(): void }) => res.end());
      const { url } = await host.listen();
      const client = stubClient(host.Meteor.server);
      for (const id of ['tasks', 'failing']) {
        client.send({ msg: 'sub', id, name: id, params: [word] });
      }
      await client.until({ msg: 'ready', subs: ['tasks'] });
      await client.callToEnd('tasks.find', { password: word, deep: { token }, [token]: word });
      for (let at = 0; at < failures.length; at++) await client.callToEnd(`fail.${'abcdefgh'[at]}`);
      await client.callToEnd('refuse', word);
      await client.callToEnd('login', { resume: word });
      await client.callToEnd('login', { user: { email: 'alice@example.com' }, password: word });
      await client.call(`unknown.${word}`, word);
      await ask(`${url}/reset/${word}?token=${token}`);
      host.Meteor.defer(() => {
        throw failures[1]?.();
      });
      await new Promise((resume) => setTimeout(resume, 20));
      radiant.error(failures[2]?.(), { name: 'billing' });
      const page = { url: `https://x:${word}@a.b/reset-password/${token}?key=${word}#/${word}` };
      const context = { page };
      const hidden = { password: word, deep: { token, email: 'alice@example.com' }, url: page.url };
      analytics.track('Reset Asked', hidden, { anonymousId: 'a', context });
      analytics.page('Reset', hidden, { anonymousId: 'a', context });
      await radiant.flush();
      client.close();
    }

    it('are not there', async () => {
      await runApp();
      await radiant.stop();

      const text = await written.text();
      const status = JSON.stringify(radiant.status());
      for (const proof of written.proof) expect(text).to.include(proof);
      expect(aroundTelling(text)).to.equal(undefined);
      expect(aroundTelling(status)).to.equal(undefined);
      expect(output.flat().join('\n')).not.to.include('an instrument failed');
    });
  });
}

/** The first secret that is found, with what stands around it. */
function aroundTelling(text: string): string | undefined {
  const at = text.search(telling);
  return at < 0 ? undefined : text.slice(Math.max(0, at - 200), at + 60);
}

function ask(url: string): Promise<void> {
  const headers = { authorization: `Bearer ${word}`, cookie: `session=${token}`, 'x-secret': word };
  return new Promise((done, fail) => {
    const asked = request(url, { headers }, (response) => {
      response.resume();
      response.on('end', done);
    });
    asked.on('error', fail);
    asked.end();
  });
}
