import { expect } from 'chai';
import { resolveOptions } from '../../common/options';
import { findResource, type Machine, type ResourceSources } from '../../server/resource';

const aMachine = (files: readonly string[] = []): Machine => ({
  hostname: () => 'web-1',
  exists: (path) => files.includes(path),
  uptimeMs: () => 2500.4,
  pid: 42,
  nodeVersion: '20.19.0',
});

const find = (sources: Partial<ResourceSources> = {}) =>
  findResource({
    env: {},
    options: { service: 'todos', environment: 'staging', release: undefined },
    meteorRelease: 'METEOR@3.0.4',
    now: () => 1_000_000,
    machine: aMachine(),
    ...sources,
  });

const platform = (env: ResourceSources['env'], files: readonly string[] = []) =>
  find({ env, machine: aMachine(files) }).platform;

describe('findResource', () => {
  it('names service, environment, machine and process', () => {
    const resource = find();

    expect(resource).to.include({
      service: 'todos',
      environment: 'staging',
      host: 'web-1',
      pid: 42,
      startedAt: 997_500,
      meteorRelease: 'METEOR@3.0.4',
      nodeVersion: '20.19.0',
    });
  });

  it('asks the real machine when no other is given', () => {
    const resource = findResource({
      env: process.env,
      options: resolveOptions({}),
      meteorRelease: undefined,
    });

    expect(resource.pid).to.equal(process.pid);
    expect(resource.host).to.have.length.above(0);
    expect(resource.startedAt).to.be.within(Date.now() - 3_600_000, Date.now());
    expect(resource.meteorRelease).to.equal('unknown');
  });

  it('takes the release from the option, the commit, the bundle, in this order', () => {
    const options = { service: 'todos', environment: 'staging' };
    const gitCommitHash = 'c0ffee';
    const bundleVersion = 'b1';

    const releases = [
      find({ options: { ...options, release: '1.4.0' }, gitCommitHash, bundleVersion }),
      find({ gitCommitHash, bundleVersion }),
      find({ gitCommitHash: undefined, bundleVersion }),
      find(),
    ].map(({ release }) => release);

    expect(releases).to.deep.equal(['1.4.0', 'c0ffee', 'b1', 'unknown']);
  });

  it('takes RADIANT_RELEASE for the option', () => {
    const options = resolveOptions({ env: { RADIANT_RELEASE: '2.0.0' } });

    expect(find({ options, gitCommitHash: 'c0ffee' }).release).to.equal('2.0.0');
  });

  it('gives every start an instance of its own', () => {
    const instances = Array.from({ length: 100 }, () => find().instance);

    expect(new Set(instances)).to.have.property('size', 100);
    for (const instance of instances) expect(instance).to.match(/^[0-9a-f]{16}$/);
  });

  it('recognises Galaxy by its variables, inside Docker too', () => {
    expect(platform({ GALAXY_CONTAINER_ID: 'app-3n28' }, ['/.dockerenv'])).to.equal('galaxy');
    expect(platform({ GALAXY_APP_ID: 'app' })).to.equal('galaxy');
  });

  it('recognises Meteor Up by its image or its variable', () => {
    expect(platform({}, ['/.dockerenv', '/built_app'])).to.equal('mup');
    expect(platform({ MUP_ENV_FILE_VERSION: '3' })).to.equal('mup');
  });

  it('recognises Kubernetes, whoever runs its containers', () => {
    expect(platform({ KUBERNETES_SERVICE_HOST: '10.0.0.1' })).to.equal('kubernetes');
    expect(platform({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }, ['/.dockerenv'])).to.equal(
      'kubernetes',
    );
  });

  it('recognises other containers, and the bare machine', () => {
    expect(platform({}, ['/.dockerenv'])).to.equal('docker');
    expect(platform({}, ['/built_app'])).to.equal('bare');
    expect(platform({})).to.equal('bare');
  });
});
