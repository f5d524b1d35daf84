import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse, parseAllDocuments } from 'yaml';
import { resolveOptions } from '../../common/options';
import { root } from './documents';

const folder = join(root, 'examples/deploy');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

type Env = Record<string, string | undefined>;

/** Radiant's options as this environment gives them; throws where one is unknown or wrong. */
const optionsOf = (env: Env, settings: unknown = {}) =>
  resolveOptions({ settings, env, given: {} });

const pairs = (entries: ReadonlyArray<readonly [string, unknown]>): Env =>
  Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));

function expectDeployable(env: Env, settings: unknown = {}): void {
  const { backend, environment } = optionsOf(env, settings);

  expect(environment).to.equal('production');
  expect(backend).to.equal('mongo');
}

describe('examples/deploy', () => {
  it('has settings for Galaxy whose secrets are variables', () => {
    const settings = JSON.parse(read('galaxy-settings.json'));

    expectDeployable(settings['galaxy.meteor.com'].env, settings.radiant);
    expect(settings.radiant).not.to.have.any.keys('api', 'otlp', 'ga4');
  });

  it('has a configuration for Meteor Up that loads, and takes secrets from outside', () => {
    process.env.RADIANT_API_TOKEN = 'a-secret-of-16-characters-or-more';
    const { app, proxy } = createRequire(__filename)(join(folder, 'mup.js'));
    delete process.env.RADIANT_API_TOKEN;

    expectDeployable(app.env);
    expect(app.docker.image).to.match(/^zodern\/meteor:/);
    expect(proxy.domains).to.equal(new URL(app.env.ROOT_URL).hostname);
    expect(read('mup.js')).not.to.include('a-secret-of');
  });

  it('has a file for Docker Compose, with a replica set and a proxy', () => {
    const { services } = parse(read('compose.yml'));
    const { environment, env_file: secrets } = services.app;

    expectDeployable(pairs(Object.entries(environment)));
    expect(environment)
      .to.include({ HTTP_FORWARDED_COUNT: 1 })
      .and.not.have.key('RADIANT_API_TOKEN');
    expect(secrets).to.equal('secrets.env');
    expect(services.mongo.command).to.include.members(['--replSet', 'rs0']);
    expect(services.nginx.volumes.join()).to.include('./nginx.conf');
  });

  it('has objects for Kubernetes that name each other', () => {
    const documents = parseAllDocuments(read('kubernetes.yml'));
    const [deployment, service, ingress] = documents.map((document) => document.toJS());
    const [container] = deployment.spec.template.spec.containers;
    const env = container.env.map(({ name, value }: { name: string; value: unknown }) => {
      expect(value, `${name} is text`).to.be.a('string');
      return [name, value];
    });

    expect(documents.flatMap(({ errors }) => errors)).to.deep.equal([]);
    expect([deployment.kind, service.kind, ingress.kind]).to.deep.equal([
      ...['Deployment', 'Service', 'Ingress'],
    ]);
    expectDeployable(pairs(env));
    expect(service.spec.selector).to.deep.equal(deployment.spec.template.metadata.labels);
    expect(deployment.spec.selector.matchLabels).to.deep.equal(service.spec.selector);
    expect(ingress.spec.rules[0].http.paths[0].backend.service.name).to.equal(
      service.metadata.name,
    );
    expect(deployment.spec.template.spec.terminationGracePeriodSeconds).to.be.above(3);
  });

  it('has a Dockerfile that hands SIGTERM and the commit to Node', () => {
    const lines = read('Dockerfile').split('\n');

    expect(lines).to.include.members(['CMD ["node", "main.js"]', 'USER node']);
    expect(lines.join('\n')).to.match(/^ENV METEOR_GIT_COMMIT_HASH=\$\{COMMIT\}$/m);
    for (const line of lines.filter((one) => one && !one.startsWith('#'))) {
      expect(line).to.match(/^(ARG|FROM|RUN|ENV|WORKDIR|COPY|USER|EXPOSE|CMD) \S/);
    }
  });

  it('has a unit for systemd', function () {
    const settings = [...read('todos@.service').matchAll(/^Environment=(\w+)=(.+)$/gm)];
    expectDeployable(pairs(settings.map(([, name = '', value]) => [name, value])));

    withTool(this, 'systemd-analyze', (scratch) => {
      // Programs and folders of a server are not on this machine.
      const unit = read('todos@.service')
        .replace('/usr/bin/node', process.execPath)
        .replace(/^User=.*$/m, 'User=nobody')
        .replace(/^(EnvironmentFile|WorkingDirectory)=.*\n/gm, '');
      writeFileSync(join(scratch, 'todos@.service'), unit);
      return ['verify', '--man=no', join(scratch, 'todos@.service')];
    });
  });

  it('has a configuration for nginx', function () {
    withTool(this, 'nginx', (scratch) => {
      const key = join(scratch, 'key.pem');
      const certificate = join(scratch, 'certificate.pem');
      const subject = ['-nodes', '-subj', '/CN=localhost', '-days', '1'];
      spawnSync('openssl', [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-keyout', key, '-out', certificate, ...subject],
      ]);
      const conf = read('nginx.conf')
        .replace('server app:3000', 'server 127.0.0.1:3000')
        .replace(/\S+fullchain.pem/, certificate)
        .replace(/\S+privkey.pem/, key);
      writeFileSync(join(scratch, 'nginx.conf'), conf);
      return [
        '-t',
        '-q',
        '-p',
        scratch,
        '-c',
        join(scratch, 'nginx.conf'),
        '-g',
        `pid ${scratch}/pid;`,
      ];
    });
  });
});

/** Runs a program of the machine, or says that it is not there. */
function withTool(test: Mocha.Context, tool: string, prepare: (scratch: string) => string[]): void {
  if (spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0) {
    process.stdout.write(`      SKIPPED: there is no ${tool} to check examples/deploy with\n`);
    test.skip();
  }
  const scratch = mkdtempSync(join(tmpdir(), 'radiant-deploy-'));
  try {
    const { status, stderr, stdout } = spawnSync(tool, prepare(scratch), { encoding: 'utf8' });
    expect(status, stdout + stderr).to.equal(0);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
