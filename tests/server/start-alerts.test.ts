import { expect } from 'chai';
import type { AlertNotification } from '../../common/alert-notification';
import { defaultAlertRules } from '../../common/alert-rules';
import { resolveOptions, type UserOptions } from '../../common/options';
import { dashboardUrl } from '../../server/alert-links';
import { createRadiant, type Radiant } from '../../server/radiant';
import { alertRules } from '../../server/start-alerts';
import { createHost, type Host } from '../host/host';
import { type HttpServer, httpServer } from '../support/http-server';

const word = 'hushhush';

/** Fires at once when a method was called. */
const called = {
  ...{ name: 'Called', metric: 'method.calls', stat: 'count', by: 'name', threshold: 0 },
  ...{ condition: 'above', windowMs: 60_000, forMs: 0 },
};

describe('alerts of an app', () => {
  let host: Host;
  let radiant: Radiant;
  let server: HttpServer;
  let warnings: string[];
  const posted: AlertNotification[] = [];

  before(async () => {
    server = await httpServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        posted.push(JSON.parse(Buffer.concat(chunks).toString()));
        response.end();
      });
    });
  });
  after(() => server.close());

  beforeEach(() => {
    posted.length = 0;
    warnings = [];
    host = createHost({ version: '3.3.2', without: ['accounts-base'], development: true });
    const exportOf = (from: string, key: string) => host.Package[from]?.[key];
    radiant = createRadiant({
      app: {
        internals: {
          server: host.Meteor.server,
          ddpCommon: host.DDPCommon,
          packages: { exportOf, onStartup: (fn: () => void) => host.Meteor.startup(fn) },
        },
        settings: { cpuSampling: false, environment: 'test', flushIntervalMs: 100 },
        isDevelopment: true,
        release: 'METEOR@3.3.2',
        gitCommitHash: undefined,
        handlers: host.WebApp.handlers as never,
      },
      env: { ROOT_URL: 'https://todos.example.com/app/' },
      warn: (message) => warnings.push(message),
    });
  });
  afterEach(async () => {
    await radiant.stop();
    await host.close();
  });

  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + 8_000;
    while (!(await isSo())) {
      if (Date.now() > end) throw new Error('not in time');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function callMethod(): Promise<void> {
    host.Meteor.methods({ add: () => 1 });
    await host.Meteor.callAsync('add');
    await radiant.flush();
  }

  it('are off where nobody would be told, and say how to switch them on', async () => {
    const { isOn, reason, rules } = await radiant.alerts();

    expect(isOn).to.equal(false);
    expect(reason).to.include('alerts.webhook.url').and.to.include('alerts.notify');
    expect(rules).to.deep.equal([]);
  });

  const reasons: ReadonlyArray<readonly [UserOptions['alerts'], string]> = [
    [{ enabled: false, slack: { url: 'https://a.example' } }, 'alerts.enabled is false'],
    [{ defaults: false, slack: { url: 'https://a.example' } }, 'There is no rule'],
  ];
  for (const [alerts, text] of reasons) {
    it(`are off, and say so: ${text}`, async () => {
      radiant.start({ alerts });

      expect((await radiant.alerts()).reason).to.include(text);
    });
  }

  it('are off, and say so, once the agent has stopped', async () => {
    radiant.start({ alerts: { rules: [called] } });
    expect((await radiant.alerts()).isOn).to.equal(true);

    await radiant.stop();

    expect((await radiant.alerts()).reason).to.equal('The agent is not running.');
  });

  it('reach webhook, Slack, mail and function of the app, and are no traffic of the app', async () => {
    const given: AlertNotification[] = [];
    const mails: unknown[] = [];
    const email = host.Package.email?.Email as { sendAsync(mail: unknown): Promise<void> };
    email.sendAsync = async (mail) => void mails.push(mail);
    radiant.start({
      service: 'todos',
      alerts: {
        ...{ everyMs: 1_000, defaults: false, rules: [called] },
        webhook: { url: `${server.url}/${word}`, headers: { 'x-key': word } },
        slack: { url: `${server.url}/${word}` },
        email: { to: ['a@example.com'] },
        notify: (one) => void given.push(one),
      },
    });
    await callMethod();

    await until(() => posted.length === 2 && given.length === 1 && mails.length === 1);
    await until(async () => (await radiant.alerts()).targets.every(({ sent }) => sent === 1));

    const [first] = given;
    expect(first).to.deep.include({
      ...{ v: 1, service: 'todos', environment: 'test', more: 0, resolved: [] },
      url: 'https://todos.example.com/app/_radiant/alerts',
    });
    expect(first?.firing[0]).to.deep.include({ rule: 'Called', labels: { name: 'add' }, value: 1 });
    expect(first).to.include.keys('instance', 'host');
    expect(posted).to.deep.include(first);
    await radiant.flush();
    const { host: ofServer } = new URL(server.url); // other tests of the process may still ask others
    for (const where of [
      { metric: 'http.client.duration', dims: { host: ofServer } },
      { metric: 'email.duration' },
    ] as const) {
      const range = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
      const { rows } = await radiant.read({ ...range, ...where, stat: 'rate' });
      expect(rows.flatMap(({ points }) => points).filter(([, value]) => value !== 0)).to.deep.equal(
        [],
      );
    }
    const told = { ...(await radiant.alerts()), ...radiant.status(), warnings };
    expect(JSON.stringify(told)).not.to.include(word);
  }).timeout(15_000);

  it('are answered over HTTP, too, the same', async () => {
    radiant.start({ alerts: { rules: [called] } });
    const { url } = await host.listen();

    const answer = await (await fetch(`${url}/_radiant/api/v1/alerts`)).json();

    const { at: _at, ...expected } = await radiant.alerts();
    expect(answer).to.deep.include(JSON.parse(JSON.stringify(expected)));
    expect(expected.evaluator).to.deep.include({
      ...{ scope: 'process', scopeReason: 'the backend is memory', everyMs: 60_000, rounds: 0 },
    });
    expect(expected.rules.map(({ rule }) => rule.name)).to.deep.equal([
      ...defaultAlertRules.map(({ name }) => name),
      'Called',
    ]);
  });

  it('do not stop the app where a rule makes no sense: Radiant says what is wrong', async () => {
    expect(() => radiant.start({ alerts: { rules: [{ ...called, stat: 'p95' }] } })).to.throw(
      'options.alerts.rules: rule 1 ("Called"): stat is "p95"; accepted: for method.calls, a counter: rate, sum.',
    );
    expect(radiant.status().running).to.equal(true);
  });
});

describe('the rules of an app', () => {
  const rulesOf = (alerts: UserOptions['alerts']) =>
    alertRules(resolveOptions({ given: { alerts } }).alerts);
  const namesOf = (alerts: UserOptions['alerts']) => rulesOf(alerts).map(({ name }) => name);
  const all = defaultAlertRules.map(({ name }) => name);

  it('are the default ones, changed in their place, and its own', () => {
    const [changed, ...others] = rulesOf({
      rules: [called, { name: 'MeteorMethodSlow', threshold: 9 }],
    });

    expect(changed).to.include({ name: 'MeteorMethodSlow', threshold: 9, windowMs: 300_000 });
    expect(others.map(({ name }) => name)).to.deep.equal([...all.slice(1), 'Called']);
  });

  it('are without the default ones, all or some, where it says so', () => {
    expect(namesOf({ defaults: false, rules: [called] })).to.deep.equal(['Called']);
    expect(namesOf({ without: ['MeteorMethodSlow'] })).to.deep.equal(all.slice(1));
    expect(() => namesOf({ without: ['MeteorMethodSlo'] })).to.throw(
      'names of default rules (Meteor',
    );
  });
});

describe('the address of the dashboard in notifications', () => {
  const urlOf = (given: UserOptions, ROOT_URL?: string) =>
    dashboardUrl(resolveOptions({ given }), { ROOT_URL });

  it('is below ROOT_URL, unless options say otherwise, or there is none', () => {
    expect(urlOf({}, 'https://a.example/x/')).to.equal('https://a.example/x/_radiant');
    expect(urlOf({ dashboard: { path: '/m' } }, 'https://a.example')).to.equal(
      'https://a.example/m',
    );
    expect(
      urlOf({ alerts: { dashboardUrl: 'https://b.example/r/' } }, 'https://a.example'),
    ).to.equal('https://b.example/r');
    expect(urlOf({})).to.equal(undefined);
    expect(urlOf({}, 'nonsense')).to.equal(undefined);
    expect(urlOf({ dashboard: { enabled: false } }, 'https://a.example')).to.equal(undefined);
  });
});
