import { expect } from 'chai';
import { resolveOptions, type UserOptions } from '../../common/options';
import type { Sink } from '../../common/sink';
import { type Agent, startAgent } from '../../server/agent';
import { chooseSinks } from '../../server/choose-sinks';
import { findResource } from '../../server/resource';
import { createHost, type Host } from '../host/host';
import { type HttpServer, httpServer } from '../support/http-server';
import { keepingSink } from '../support/started-agent';
import { stubClient } from '../support/stub-client';
import { ask } from '../support/web-app';

describe('an agent in an app that speaks HTTP', () => {
  let host: Host;
  let url: string;
  let agent: Agent;
  let other: HttpServer;
  let kept: ReturnType<typeof keepingSink>;
  let sinks: Sink[];

  beforeEach(async () => {
    host = createHost({
      version: '3.5',
      without: ['accounts-base'],
      env: { ROOT_URL: 'http://a/app' },
    });
    other = await httpServer((_request, response) => void response.end('ok'));
    ({ url } = await host.listen());
    kept = keepingSink();
    sinks = [kept.sink];
  });
  afterEach(async () => {
    await agent.stop();
    await other.close();
    await host.close();
  });

  function start(given: UserOptions = {}): void {
    const options = resolveOptions({ given: { sinks, instruments: { process: false }, ...given } });
    agent = startAgent({
      meteor: {
        server: host.Meteor.server,
        ddpCommon: host.DDPCommon,
        webApp: host.WebApp,
        rootPath: '/app',
      },
      options,
      sinks: chooseSinks(options),
      resource: findResource({ env: {}, options, meteorRelease: undefined }),
      version: '0',
      warn: () => undefined,
    });
  }

  async function counts(metric: string): Promise<Record<string, number>> {
    await agent.flush();
    const series = kept.batches.flatMap((batch) => batch.series);
    const counted: Record<string, number> = {};
    for (const one of series) {
      if (one.metric !== metric || one.kind !== 'histogram') continue;
      const key = Object.values(one.dims).join(' ');
      counted[key] = (counted[key] ?? 0) + one.value.count;
    }
    return counted;
  }

  it('records requests by route, and none to Radiant itself', async () => {
    start({ api: { path: '/monitor/api' } });
    host.WebApp.handlers.get('/tasks/:id', (_req, res) => void res.end());

    for (const path of ['/tasks/1', '/tasks/2', '/_radiant/api/v1/status', '/monitor/api/read']) {
      await ask(`${url}/app${path}`);
    }

    expect(await counts('http.server.duration')).to.deep.equal({ 'GET /tasks/:id 200': 2 });
    expect(agent.status().hooks).to.deep.include({
      httpServer: { state: 'ok' },
      httpClient: { state: 'ok' },
    });
  });

  it('traces a request under the name it has in the end, as part of the caller’s trace', async () => {
    start();
    host.WebApp.handlers.get('/tasks/:id', async (_req, res) => {
      await (await fetch(other.url)).text();
      res.end();
    });
    const traceId = 'ab'.repeat(16);
    const spanId = 'cd'.repeat(8);

    const headers = { traceparent: `00-${traceId}-${spanId}-01` };
    await ask(`${url}/app/tasks/1`, { headers });
    await agent.flush();

    const traces = kept.batches.flatMap((batch) => batch.traces ?? []);
    const [trace] = traces.filter(({ kind }) => kind === 'http');
    expect(trace).to.include({ traceId, name: 'GET /tasks/:id', outcome: 'ok' });
    expect(trace?.kept).not.to.equal('asked');
    expect(trace?.spans[0]).to.include({ name: 'GET /tasks/:id', parentId: spanId });
    expect(trace?.spans.find(({ kind }) => kind === 'http.client')).to.include({
      name: `GET 127.0.0.1:${other.port}`,
      parentId: trace?.spans[0]?.id,
    });
  });

  it('records what a method asks for, and for how long it waited for it', async () => {
    start();
    host.Meteor.methods({ ask: async () => (await fetch(other.url)).text() });

    await stubClient(host.Meteor.server).callToEnd('ask');

    expect(await counts('http.client.duration')).to.deep.equal({
      [`GET 127.0.0.1:${other.port} 200`]: 1,
    });
    expect(await counts('method.http')).to.deep.equal({ 'ask client': 1 });
  });

  it('does not record what its sinks send, whoever has them flushed', async () => {
    sinks.push({
      name: 'sending',
      async write(batch, signal) {
        await null;
        await fetch(other.url, { signal, method: 'POST', body: batch.id });
        await ask(other.url);
      },
    });
    start();
    host.Meteor.methods({ flush: () => agent.flush() });

    await stubClient(host.Meteor.server).callToEnd('flush');

    expect(await counts('http.client.duration')).to.deep.equal({});
    expect(await counts('method.http')).to.deep.equal({});
  });

  it('installs nothing that is switched off', async () => {
    const { app } = { app: host.WebApp.expressApp as { handle?: unknown } };
    const { handle } = app;
    start({ instruments: { httpServer: false, httpClient: false } });
    await ask(url);
    await fetch(other.url);

    expect(app.handle).to.equal(handle);
    expect(await counts('http.server.duration')).to.deep.equal({});
    expect(await counts('http.client.duration')).to.deep.equal({});
    expect(agent.status().hooks).not.to.have.any.keys('httpServer', 'httpClient');
  });

  it('says that webapp is not as expected, and records the rest', async () => {
    Object.assign(host.WebApp, { expressApp: undefined });
    start();

    expect(agent.status().hooks.httpServer).to.deep.equal({
      state: 'off',
      reason: 'WebApp.expressApp has no handle',
    });
    expect(agent.status().hooks.httpClient?.state).to.equal('ok');
  });
});
