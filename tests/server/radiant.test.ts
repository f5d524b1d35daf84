import { expect } from 'chai';
import type { Batch } from '../../common/batch';
import { RadiantError } from '../../common/errors';
import type { Sink } from '../../common/sink';
import { createRadiant, type Radiant } from '../../server/radiant';
import { createHost, type Host } from '../host/host';
import { settle } from '../support/hand-clock';
import { stubClient } from '../support/stub-client';

type Settings = Record<string, unknown>;

describe('Radiant', () => {
  let host: Host;
  let radiant: Radiant | undefined;
  let warnings: string[];

  beforeEach(() => {
    host = createHost({ version: '3.3.2', without: ['accounts-base'], development: true });
    host.Meteor.methods({ echo: (value: unknown) => value });
    warnings = [];
  });
  afterEach(async () => {
    await radiant?.stop();
    await host.close();
  });

  function create(settings: Settings = {}, env: Record<string, string> = {}): Radiant {
    radiant = createRadiant({
      app: {
        internals: { server: host.Meteor.server, ddpCommon: host.DDPCommon },
        settings: { instruments: { process: false }, ...settings },
        isDevelopment: true,
        release: 'METEOR@3.3.2',
        gitCommitHash: undefined,
        handlers: host.WebApp.handlers as never,
      },
      env,
      warn: (message) => warnings.push(message),
    });
    return radiant;
  }

  const handlers = () => Object.getOwnPropertyDescriptor(host.Meteor.server, 'applyAsync');

  it('starts by itself and reads back what happened, without any configuration', async () => {
    const { read, flush } = create();

    await stubClient(host.Meteor.server).callToEnd('echo', 1);
    await flush();
    const now = Date.now();
    const answer = await read({
      metric: 'method.calls',
      stat: 'sum',
      by: ['name'],
      from: now - 60_000,
      to: now + 60_000,
    });

    expect(answer.rows.map(({ dims, points }) => [dims.name, points[0]?.[1]])).to.deep.equal([
      ['echo', 1],
    ]);
  });

  it('tells an app with settings of MontiAPM that they are not read, once', () => {
    const { start } = create({}, { MONTI_APP_ID: 'app-1' });
    start({ instruments: { process: false } });

    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('MONTI_APP_ID').and.not.to.include('app-1');
  });

  it('installs nothing at all when it is switched off', () => {
    const { status } = create({}, { RADIANT_ENABLED: 'false', MONTI_APP_ID: 'app-1' });

    expect(status().running).to.equal(false);
    expect(handlers()).to.equal(undefined);
    expect(warnings).to.deep.equal([]);
  });

  it('stays off, and lets the app start, when settings are wrong, and says what is', () => {
    const { status } = create({ flushIntervalMs: 'often', fushIntervalMs: 1 });

    expect(status().running).to.equal(false);
    expect(handlers()).to.equal(undefined);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('Meteor.settings.radiant.flushIntervalMs');
    expect(warnings[0]).to.include('fushIntervalMs');
    expect(warnings[0]).to.match(/[^.?][.?] Radiant is off; the app is not affected\.$/);
  });

  it('throws at whoever starts it with options that cannot be used, and runs on as it was', () => {
    const { start, status } = create();

    expect(() => start({ flushIntervalMs: -1 })).to.throw(RadiantError, 'options.flushIntervalMs');
    expect(() => start({ nonsense: 1 } as never)).to.throw(RadiantError, 'nonsense');
    expect(() => start({ backend: 'nowhere' })).to.throw(RadiantError, 'nowhere');
    expect(status().running).to.equal(true);
  });

  it('lets the app replace the agent that started by itself, once', async () => {
    const { start, status, stop } = create();
    const batches: Batch[] = [];
    const sink: Sink = {
      name: 'mine',
      async write(batch) {
        batches.push(batch);
      },
    };
    const first = status().resource?.instance;

    start({ sinks: [sink] });
    expect(status().resource?.instance).not.to.equal(first);
    expect(Object.keys(status().sinks)).to.deep.equal(['mine', 'memory']);
    expect(() => start())
      .to.throw(RadiantError, 'already')
      .with.property('code', 'already-started');
    await stubClient(host.Meteor.server).callToEnd('echo', 1);
    await stop();

    const calls = batches.flatMap(({ series }) =>
      series.filter(({ metric }) => metric === 'method.calls').map(({ value }) => value),
    );
    expect(calls).to.deep.equal([1]);
    expect(handlers()).to.equal(undefined);
  });

  it('can be started again after it was stopped', async () => {
    const { start, stop, status } = create();

    await stop();
    expect(status().running).to.equal(false);
    await stop();
    start();

    expect(status().running).to.equal(true);
  });

  it('refuses to read or flush while it is not running', async () => {
    const { read, flush, stop } = create();
    await stop();

    const query = { metric: 'method.calls', stat: 'sum', from: 0, to: 1 } as const;
    const refused = await Promise.all(
      [read(query), flush()].map((promise) => promise.catch((error: RadiantError) => error.code)),
    );

    expect(refused).to.deep.equal(['not-started', 'not-started']);
  });

  it('answers over HTTP while it runs, and leaves its path to the app when it does not', async () => {
    const { stop, start } = create();
    const { url } = await host.listen();
    const ask = (path: string) => fetch(`${url}/_radiant/api/v1/${path}`);
    const isOurs = (answer: Response) => answer.headers.get('content-type')?.includes('json');

    const status = await ask('status');
    expect(status.status).to.equal(200);
    expect(await status.json()).to.deep.include({ running: true, backend: 'memory' });
    await stop();
    expect(isOurs(await ask('status'))).to.equal(false);
    start({ api: { path: '/elsewhere' }, dashboard: { enabled: false } });

    expect(isOurs(await ask('status'))).to.equal(false);
    expect(isOurs(await fetch(`${url}/elsewhere/status`))).to.equal(true);
  });

  it('answers nobody without a token outside development, and says so', async () => {
    create({ api: { token: 'sixteen letters!'.replace(' ', '-') } }, { NODE_ENV: 'staging' });
    const { url } = await host.listen();
    const ask = (headers = {}) => fetch(`${url}/_radiant/api/v1/status`, { headers });

    expect((await ask()).status).to.equal(401);
    const answer = await ask({ authorization: 'Bearer sixteen-letters!' });
    expect(answer.status).to.equal(200);
    expect(await answer.text()).not.to.include('sixteen-letters!');
  });

  it('keeps running, and loses nothing but the sample, when a sink of the app is broken', async () => {
    const { start, flush, status } = create();
    const sink: Sink = {
      name: 'broken',
      write: () => {
        throw new Error('at once');
      },
    };
    start({ sinks: [sink] });

    const { result } = await stubClient(host.Meteor.server).callToEnd('echo', 1);
    await flush();
    await settle();

    expect(result).to.equal(1);
    expect(status().drops).to.deep.equal({ 'sink-failed': 1 });
    expect(status().sinks.broken?.lastError).to.equal('at once');
  });
});
