import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { build } from 'esbuild';
import type { AlertNotification } from '../../../../common/alert-notification';
import { stateFrom } from '../../../../server/alerts/alerts-state';
import type { AlertsDoc } from '../../../../server/sinks/mongo/alert-store';
import { createAlertStore } from '../../../../server/sinks/mongo/alert-store';
import { told } from '../../../support/an-evaluator';
import { httpServer } from '../../../support/http-server';
import { withMongo } from '../../../support/mongo-database';

const root = join(__dirname, '../../../..');

const place = { service: 'todos', environment: 'production', host: 'here' };

withMongo('alerts in MongoDB', ({ name, db, sink, empty }) => {
  let time = 0;
  const alerts = db.collection<AlertsDoc>('radiant_alerts');
  const storeOf = (instance: string, lastsMs = 60_000, of = place) =>
    createAlertStore({
      ...{ ...of, instance, holder: instance, lastsMs },
      alerts: async () => alerts as never,
      now: () => time,
      wallNow: Date.now,
    });

  beforeEach(empty);

  it('may be evaluated by one process at a time, of those that ask at once', async () => {
    const stores = Array.from({ length: 8 }, (_, at) => storeOf(`${at}`));

    const held = await Promise.all(stores.map((store) => store.hold()));

    expect(held.filter(Boolean)).to.have.length(1);
  });

  it('are those of one service in one environment', async () => {
    const held = await Promise.all([
      storeOf('a').hold(),
      storeOf('b', 60_000, { ...place, environment: 'staging' }).hold(),
      storeOf('c', 60_000, { ...place, service: 'shop' }).hold(),
    ]);

    expect(held).to.deep.equal([true, true, true]);
  });

  it('are read by the next as the last saved them', async () => {
    const [one, other] = [storeOf('one'), storeOf('other')];
    await one.hold();
    await one.load();
    const state = '{"$where":"a.b","\\u0000":1}';

    expect(await one.save('first')).to.equal(true);
    expect(await one.save(state)).to.equal(true);
    expect(await other.hold()).to.equal(false);
    expect(await other.load()).to.deep.equal({
      state,
      host: 'here',
      instance: 'one',
      isHeld: true,
    });
    await one.release();
    expect((await other.load())?.isHeld).to.equal(false);
    expect(await other.hold()).to.equal(true);
    expect(await other.save('third')).to.equal(true);
  });

  it('are not written by who has not, or no longer, the right to', async () => {
    const [one, other] = [storeOf('one', 50), storeOf('other')];
    await one.hold();
    await one.load();
    expect(await one.save('one')).to.equal(true);
    await new Promise((resolve) => setTimeout(resolve, 80));

    expect(await one.save('too late')).to.equal(false);
    await other.hold();
    await other.load();
    expect(await other.save('other')).to.equal(true);
    expect(await one.save('much too late')).to.equal(false);
    expect((await one.load())?.state).to.equal('other');
  });

  it('are not written by who has the right again, and has not read what was saved since', async () => {
    const [one, other] = [storeOf('one'), storeOf('other')];
    await one.hold();
    await one.load();
    await one.save('one');
    await one.release();
    await other.hold();
    await other.load();
    await other.save('other');
    await other.release();

    expect(await one.hold()).to.equal(true);
    expect(await one.save('stale')).to.equal(false);
    await one.load();
    expect(await one.save('fresh')).to.equal(true);
  });

  it('are held for as long as the lease lasts, by the clock of the process', async () => {
    const store = storeOf('one', 1_000);
    await store.hold();

    expect(store.isHeldFor(999)).to.equal(true);
    expect(store.isHeldFor(1_000)).to.equal(false);
    time += 999;
    expect(store.isHeldFor(0)).to.equal(true);
    time += 1;
    expect(store.isHeldFor(0)).to.equal(false);
  });

  it('name no address in their failures', async () => {
    const store = createAlertStore({
      ...{ ...place, instance: 'a', holder: 'a', now: () => 0, wallNow: () => 0 },
      alerts: async () => {
        throw Object.assign(new Error('mongodb://user:hush@db'), { code: 'ECONNREFUSED' });
      },
    });

    const failure = await store.hold().catch((error: Error) => error);

    expect(failure).to.have.property('message').that.does.not.include('hush');
  });

  it('are kept beside the figures, by the sink’s own connection', async () => {
    const own = sink();
    const store = own.alertStore?.({ ...place, instance: 'a' });

    expect(await store?.hold()).to.equal(true);
    await store?.load();
    expect(await store?.save('{}')).to.equal(true);

    expect(await alerts.findOne()).to.include({ _id: '["todos","production"]', state: '{}' });
    await store?.release();
    await own.close?.();
  });

  describe('of three processes', () => {
    const children = new Map<string, ChildProcess>();
    const notifications: AlertNotification[] = [];
    const keys: unknown[] = [];
    const source = join(root, 'tests/support/alert-process.ts');
    const script = join(root, `node_modules/.cache/radiant/alert-process-${process.pid}.cjs`);
    let value = 150;
    let server: Awaited<ReturnType<typeof httpServer>>;

    before(async () => {
      // As one file, or most of the time is for compiling it three times.
      await build({
        ...{ entryPoints: [source], outfile: script, bundle: true, platform: 'node' },
        ...{ packages: 'external', logLevel: 'error' },
      });
      server = await httpServer((request, response) => {
        if (request.url === '/value') {
          response.end(String(value));
          return;
        }
        const chunks: Buffer[] = [];
        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', () => {
          notifications.push(JSON.parse(Buffer.concat(chunks).toString()));
          keys.push(request.headers['idempotency-key']);
          response.end();
        });
      });
    });

    after(async () => {
      for (const child of children.values()) child.kill('SIGKILL');
      await server.close();
      rmSync(script, { force: true });
    });

    function begin(instance: string): void {
      const args = [script, server.url, name, instance];
      children.set(instance, spawn(process.execPath, args, { stdio: 'ignore' }));
    }

    const saved = async () => {
      const doc = await alerts.findOne();
      return { instance: doc?.instance ?? '', state: stateFrom(doc?.state) };
    };

    async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
      const end = Date.now() + 15_000;
      while (!(await isSo())) {
        if (Date.now() > end) throw new Error(`not in time: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }

    async function killLeader(): Promise<string> {
      const { instance } = await saved();
      const child = children.get(instance);
      child?.kill('SIGKILL');
      children.delete(instance);
      return instance;
    }

    it('tell once that an alert fires, and once that it is over, while two of them are killed', async function () {
      this.timeout(30_000);
      for (const instance of ['a', 'b', 'c']) begin(instance);
      await until('pending', async () => (await saved()).state.live[0]?.state === 'pending');
      const pendingAt = (await saved()).state.live[0]?.pendingAt;

      const first = await killLeader();
      await until('firing is told', async () => (await saved()).state.targets.webhook?.sent === 1);
      const second = await killLeader();
      await until('the third evaluates', async () => {
        const { instance, state } = await saved();
        return ![first, second, ''].includes(instance) && state.live[0]?.state === 'firing';
      });
      value = 50;
      await until('the end is told', () => notifications.length > 1);
      const { rounds } = (await saved()).state;
      await until('some more rounds', async () => (await saved()).state.rounds > rounds + 3);

      expect(told(notifications)).to.deep.equal(['firing Rss', 'resolved Rss']);
      expect(notifications[0]?.firing[0]?.pendingAt).to.equal(pendingAt);
      expect(keys).to.deep.equal(notifications.map(({ id }) => id));
    });
  });
});
