import { expect } from 'chai';
import type { Batch } from '../../common/batch';
import { RadiantError } from '../../common/errors';
import type { UserOptions } from '../../common/options';
import { createRadiant, type Radiant } from '../../server/radiant';
import { createHost, type Host } from '../host/host';
import { settle } from '../support/hand-clock';
import { stubClient } from '../support/stub-client';
import { createSyncedCron } from '../support/synced-cron';

describe('Radiant, for the app’s own numbers, jobs and e-mails', () => {
  let host: Host;
  let radiant: Radiant;
  let packages: Record<string, Record<string, unknown>>;
  let startups: Array<() => void>;
  let startedAt: number;

  beforeEach(() => {
    host = createHost({ version: '3.3.2', without: ['accounts-base'], development: true });
    packages = {};
    startups = [];
    startedAt = Date.now();
  });
  afterEach(async () => {
    await radiant.stop();
    await host.close();
  });

  function create(settings: Record<string, unknown> = {}): Radiant {
    radiant = createRadiant({
      app: {
        internals: {
          server: host.Meteor.server,
          ddpCommon: host.DDPCommon,
          packages: {
            exportOf: (name, key) => packages[name]?.[key],
            onStartup: (fn) => startups.push(fn),
          },
        },
        settings: { instruments: { process: false }, ...settings },
        isDevelopment: true,
        release: 'METEOR@3.3.2',
        gitCommitHash: undefined,
        handlers: undefined,
      },
      env: {},
      warn: () => undefined,
    });
    return radiant;
  }

  async function sumOf(metric: Parameters<Radiant['read']>[0]['metric']): Promise<unknown> {
    await radiant.flush();
    const to = Date.now() + 60_000;
    const { rows } = await radiant.read({ metric, stat: 'sum', from: startedAt - 60_000, to });
    return rows[0]?.points[0]?.[1];
  }

  const anEmail = { subject: 'hello', stream: { write: (_: string, done: () => void) => done() } };

  it('reads back counters, gauges, histograms and spans', async () => {
    const { counter, gauge, histogram, span } = create();

    counter('orders').add(3);
    gauge('depth').set(2);
    histogram('upload', { unit: 'bytes' }).record(500);
    span('render', () => 1);

    expect(await sumOf('app.counter')).to.equal(3);
    expect(await sumOf('app.bytes')).to.equal(500);
    const { rows } = await radiant.read({
      metric: 'app.duration',
      stat: 'max',
      by: ['name', 'labels'],
      from: startedAt - 60_000,
      to: Date.now() + 60_000,
    });
    expect(rows.map(({ dims }) => dims)).to.deep.equal([{ name: 'render', labels: '' }]);
    expect(radiant.status().drops).to.deep.equal({});
  });

  it('tells what was counted before it stops in the last batch, and nothing of the time it is off', async () => {
    const { counter, start, stop } = create();
    const batches: number[] = [];
    const options = {
      sinks: [
        {
          name: 'keeping',
          async write({ series }: Batch) {
            for (const one of series) {
              if (one.metric === 'app.counter' && one.kind === 'counter') batches.push(one.value);
            }
          },
        },
      ],
    } satisfies UserOptions;

    const orders = counter('orders');

    start(options);
    orders.add(5);
    await stop();
    orders.add(100);
    start(options);
    orders.add(1);
    await stop();

    expect(batches).to.deep.equal([5, 1]);
  });

  it('runs a job inside a method as a part of it', async () => {
    const { job } = create();
    host.Meteor.methods({ report: async () => job('report.build', async () => 'built') });

    const { result } = await stubClient(host.Meteor.server).callToEnd('report');

    expect(result).to.equal('built');
    expect(await sumOf('job.runs')).to.equal(1);
    expect(await sumOf('method.calls')).to.equal(1);
  });

  it('just runs jobs, spans and all the rest while it is off', async () => {
    const { job, span, counter, gauge, error, watchJobs, status } = create({ enabled: false });
    const { SyncedCron } = createSyncedCron();

    counter('orders').add();
    gauge('depth').set(1);
    error(new Error('handled'));
    watchJobs(SyncedCron).stop();

    expect(job('x', () => 1)).to.equal(1);
    expect(span('x', () => 2)).to.equal(2);
    expect(status()).to.deep.include({ running: false, drops: {} });
  });

  it('just runs jobs when they are not to be recorded', async () => {
    const { job } = create({ instruments: { process: false, jobs: false } });

    expect(job('x', () => 1)).to.equal(1);
    expect(await sumOf('job.runs')).to.equal(undefined);
  });

  it('watches what runs jobs over a restart, until it is let go', async () => {
    const { watchJobs, start } = create();
    const { SyncedCron } = createSyncedCron();
    SyncedCron.add({ name: 'cleanup', job: () => 1 });
    const untouched = Object.getOwnPropertyDescriptors(SyncedCron);

    const watch = watchJobs(SyncedCron);
    await SyncedCron.run('cleanup');
    expect(await sumOf('job.runs')).to.equal(1);
    start();
    await SyncedCron.run('cleanup');
    expect(await sumOf('job.runs')).to.equal(1);
    watch.stop();
    await SyncedCron.run('cleanup');

    expect(await sumOf('job.runs')).to.equal(1);
    expect(Object.getOwnPropertyDescriptors(SyncedCron)).to.deep.equal(untouched);
  });

  it('says what came and what it takes, when it knows nothing of that', () => {
    const { watchJobs } = create();
    class Bee {}

    for (const [thing, said] of [
      [new Bee(), 'an object of Bee'],
      [undefined, 'undefined'],
      [null, 'null'],
      [Object.create(null), 'an object'],
    ] as const) {
      expect(() => watchJobs(thing as object))
        .to.throw(RadiantError, `watchJobs() got ${said}; it takes an Agenda of agenda`)
        .with.property('code', 'jobs-unknown');
    }
  });

  for (const when of ['before', 'after'] as const) {
    it(`records e-mails and SyncedCron’s jobs of packages that load ${when} it`, async () => {
      const { SyncedCron } = createSyncedCron();
      const load = () => {
        packages.email = { Email: host.Email };
        packages['quave:synced-cron'] = { SyncedCron };
      };
      if (when === 'before') load();
      create();
      load();
      for (const startup of startups) startup();
      SyncedCron.add({ name: 'cleanup', job: () => host.Email.sendAsync(anEmail) });

      await SyncedCron.run('cleanup');
      await settle();

      expect(await sumOf('job.runs')).to.equal(1);
      expect(await sumOf('email.sent')).to.equal(1);
      expect(radiant.status().hooks).to.deep.include({
        email: { state: 'ok' },
        'jobs.syncedCron': { state: 'ok' },
      });
    });
  }

  it('hooks nothing at start-up once it is stopped, and nothing an app has not', async () => {
    create();
    await radiant.stop();
    packages.email = { Email: host.Email };
    const untouched = Object.getOwnPropertyDescriptors(host.Email);

    for (const startup of startups) startup();

    expect(Object.getOwnPropertyDescriptors(host.Email)).to.deep.equal(untouched);
    expect(radiant.status().hooks).not.to.have.any.keys('email', 'jobs.syncedCron');
  });

  it('says that a package is not as expected', () => {
    packages.email = { Email: {} };
    packages['quave:synced-cron'] = { SyncedCron: {} };
    create();

    const { hooks } = radiant.status();

    expect(hooks.email).to.deep.equal({ state: 'off', reason: 'Email has no sendAsync' });
    expect(hooks['jobs.syncedCron']).to.include({ state: 'off' });
  });
});
