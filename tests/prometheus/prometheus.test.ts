import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createRadiant, type Radiant } from '../../server/radiant';
import { createHost, type Host } from '../host/host';
import {
  hasPrometheus,
  type PrometheusServer,
  startPrometheus,
} from '../support/prometheus/server';
import { stubClient } from '../support/stub-client';

const token = 'a token of many characters'.replaceAll(' ', '-');
const path = '/_radiant/prometheus';
const docs = join(__dirname, '../../docs/prometheus');

describe('Prometheus, the real one', () => {
  let host: Host;
  let radiant: Radiant;
  let base: string;
  let prometheus: PrometheusServer;

  before(async function () {
    if (!hasPrometheus) {
      // biome-ignore lint/suspicious/noConsole: a skipped test is said aloud
      console.warn('SKIPPED: no prometheus and promtool here (Debian: apt-get install prometheus)');
      this.skip();
    }
    this.timeout(60_000);
    host = createHost({ version: '3.3.2', without: ['accounts-base'], log: () => undefined });
    host.Meteor.methods({
      'tasks.add': () => 1,
      'tasks.fail': () => {
        throw new Error('no');
      },
    });
    radiant = createRadiant({
      app: {
        internals: { server: host.Meteor.server, ddpCommon: host.DDPCommon },
        settings: { prometheus: { enabled: true }, api: { token }, release: '1.4.0' },
        isDevelopment: false,
        release: 'METEOR@3.3.2',
        gitCommitHash: undefined,
        handlers: host.WebApp.handlers as never,
      },
      env: {},
      warn: () => undefined,
    });
    const { url, port } = await host.listen();
    base = url;
    prometheus = await startPrometheus({ port, path, token });
  });

  after(async () => {
    await prometheus?.stop();
    await radiant?.stop();
    await host?.close();
  });

  const get = (accept: string) =>
    fetch(base + path, { headers: { authorization: `Bearer ${token}`, accept } });

  it('reads back exactly the calls that were made, by method and outcome', async function () {
    this.timeout(60_000);
    const client = stubClient(host.Meteor.server);
    for (let at = 0; at < 40; at++) await client.callToEnd('tasks.add');
    for (let at = 0; at < 3; at++) await client.callToEnd('tasks.fail');
    await radiant.flush();

    const counted = 'rpc_server_call_duration_seconds_count';
    await prometheus.until(`sum(${counted})`, ([sum]) => sum === 43);
    const answer = await prometheus.query(`sum by (rpc_method, error_type) (${counted})`);

    expect(
      answer.map(({ labels, value }) => [labels.rpc_method, labels.error_type, value]),
    ).to.have.deep.members([
      ['tasks.add', undefined, 40],
      ['tasks.fail', 'error', 3],
    ]);
  });

  it('gives quantiles of the buckets, and joins the release', async function () {
    this.timeout(60_000);
    const bucket = 'rpc_server_call_duration_seconds_bucket{rpc_method="tasks.add"}';

    const [p95] = await prometheus.query(`histogram_quantile(0.95, sum by (le) (${bucket}))`);
    const [joined] = await prometheus.query(
      'process_uptime_seconds * on (instance) group_left (service_version) target_info',
    );

    expect(p95?.value).to.be.above(0).and.below(0.1);
    expect(joined?.labels.service_version).to.equal('1.4.0');
  });

  it('is refused without the token, and learns nothing', async () => {
    const response = await fetch(base + path);

    expect(response.status).to.equal(401);
    expect(await response.text()).not.to.contain('tasks.add');
  });

  it('passes the check of promtool', async () => {
    const text = await (await get('text/plain')).text();

    const { status, stdout } = spawnSync('promtool', ['check', 'metrics'], { input: text });

    expect(String(stdout)).to.equal('');
    expect(status).to.equal(0);
  });

  it('accepts every expression of the dashboard', async () => {
    const { panels } = JSON.parse(readFileSync(join(docs, 'dashboard.json'), 'utf8'));
    const expressions: string[] = panels.flatMap(({ targets = [] }) =>
      targets.map(({ expr }: { expr: string }) => expr),
    );

    for (const expr of expressions) {
      const asked = expr.replaceAll('$__rate_interval', '1m').replace(/\$(job|instance)/g, '.*');
      expect(await prometheus.refusal(asked), expr).to.equal(undefined);
    }
    expect(expressions).to.have.length.above(15);
  });

  it('accepts the rules, which alert when they say', () => {
    const checked = spawnSync('promtool', ['check', 'rules', 'rules.yml'], { cwd: docs });
    const tested = spawnSync('promtool', ['test', 'rules', 'rules.test.yml'], { cwd: docs });

    expect(checked.status, String(checked.stdout)).to.equal(0);
    expect(tested.status, String(tested.stderr)).to.equal(0);
  });

  it('speaks OpenMetrics to those that accept it, else the older format', async () => {
    const older = await get('text/plain;version=0.0.4');
    const newer = await get('application/openmetrics-text;version=1.0.0,text/plain;q=0.5');

    expect(older.headers.get('content-type')).to.contain('version=0.0.4');
    expect(newer.headers.get('content-type')).to.contain('application/openmetrics-text');
    expect((await newer.text()).endsWith('# EOF\n')).to.equal(true);
  });
});
