import { expect } from 'chai';
import { resolveOptions } from '../../../../common/options';
import { type Agent, startAgent } from '../../../../server/agent';
import { chooseSinks } from '../../../../server/choose-sinks';
import { findResource } from '../../../../server/resource';
import { createHost, type Host } from '../../../host/host';
import { type HttpServer, httpServer } from '../../../support/http-server';
import { emptied, startedClickhouse } from '../../../support/started-clickhouse';

describe('an agent that keeps everything in ClickHouse', function () {
  this.timeout(30_000);
  const clickhouse = startedClickhouse();
  let host: Host;
  let other: HttpServer;
  let agent: Agent;

  beforeEach(async () => {
    emptied(clickhouse());
    host = createHost({ version: '3.5', without: ['accounts-base'] });
    other = await httpServer((_request, response) => void response.end('ok'));
    const given = { clickhouse: { url: clickhouse().url }, instruments: { process: false } };
    const options = resolveOptions({ given });
    agent = startAgent({
      meteor: { server: host.Meteor.server, ddpCommon: host.DDPCommon, webApp: host.WebApp },
      options,
      sinks: chooseSinks(options),
      resource: findResource({ env: {}, options, meteorRelease: undefined }),
      version: '0',
      warn: () => undefined,
    });
  });
  afterEach(async () => {
    await agent.stop();
    await other.close();
    await host.close();
  });

  it('records the app’s requests, and neither what it writes nor what it reads', async () => {
    const range = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
    const requests = () =>
      agent.reader()?.read({
        ...range,
        metric: 'http.client.duration',
        stat: 'rate',
        by: ['host'],
      });
    await agent.flush();
    await requests();
    await (await fetch(other.url)).text();
    await agent.flush();

    const answer = await requests();

    expect(answer?.rows.map(({ dims }) => dims.host)).to.deep.equal([`127.0.0.1:${other.port}`]);
    expect(agent.status().sinks.clickhouse).to.have.property('state', 'ok');
    expect(agent.status().backend).to.equal('clickhouse');
  });
});
