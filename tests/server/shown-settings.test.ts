import { expect } from 'chai';
import { listOptions } from '../../common/option-list';
import { optionsSchema, resolveOptions } from '../../common/options';
import { shownSettings } from '../../server/shown-settings';

const byName = (sources: Parameters<typeof shownSettings>[0]) =>
  new Map(shownSettings(sources).map((setting) => [setting.name, setting]));

describe('shownSettings', () => {
  it('has every option, with its value and where that came from', () => {
    const sources = {
      settings: { flushIntervalMs: 1_000, service: 'a', environment: 'b' },
      env: { RADIANT_SERVICE: 'c', RADIANT_ENVIRONMENT: 'd', NODE_ENV: 'test' },
      given: { environment: 'e' },
    };
    const settings = byName(sources);

    expect([...settings.keys()]).to.deep.equal(listOptions(optionsSchema).map(({ path }) => path));
    expect(settings.get('flushIntervalMs')).to.deep.include({ value: 1_000, source: 'settings' });
    expect(settings.get('service')).to.deep.include({ value: 'c', source: 'environment' });
    expect(settings.get('environment')).to.deep.include({ value: 'e', source: 'start' });
    expect(settings.get('api.path')).to.deep.include({
      value: '/_radiant/api/v1',
      source: 'default',
    });
    expect(settings.get('release')).to.deep.equal({
      name: 'release',
      value: undefined,
      source: 'default',
    });
  });

  it('has the values that are in effect', () => {
    const sources = { env: { NODE_ENV: 'staging', METEOR_PARENT_PID: '1' } };
    const options = resolveOptions(sources);
    const settings = byName(sources);

    expect(settings.get('environment')?.value).to.equal(options.environment);
    expect(settings.get('signals')?.value).to.equal(options.signals);
  });

  it('shows no secret, whoever gives it', () => {
    const secret = 'sixteen-secret-letters';
    const given = {
      api: { token: secret },
      clickhouse: { url: `https://x/${secret}`, username: secret, password: secret },
      mongo: { url: `mongodb://u:${secret}@host/db` },
      otlp: { endpoint: `https://x/${secret}`, headers: { key: secret } },
      http: { url: `https://x/${secret}`, secret, headers: { key: secret } },
      segment: { writeKey: secret, url: `https://seg.example/a?key=${secret}` },
      posthog: { key: secret, url: `https://ph.example/${secret}` },
      ga4: { apiSecret: secret, measurementId: 'G-1' },
      matomo: { token: secret, url: `https://ma.example/${secret}` },
      collector: { secret, writeKeys: [secret] },
      authorize: () => true,
    };
    const settings = byName({ given });

    expect(JSON.stringify([...settings.values()])).not.to.include(secret);
    expect(settings.get('api.token')).to.deep.equal({
      name: 'api.token',
      value: 'set, not shown',
      source: 'start',
      isHidden: true,
    });
    expect(settings.get('segment.url')?.value).to.equal('https://seg.example');
    for (const name of ['clickhouse.username', 'collector.writeKeys', 'authorize', 'mongo.url']) {
      expect(settings.get(name)?.isHidden, name).to.equal(true);
    }
  });

  it('hides the text of every option that is a secret, also of those that come later', () => {
    for (const { path, option } of listOptions(optionsSchema)) {
      if (!option.secret) continue;
      const variable = `RADIANT_${path.replace(/([a-z])([A-Z0-9])|\./g, '$1_$2').toUpperCase()}`;
      const text = option.type.name === 'record' ? '{"a":"b"}' : 'mongodb://sixteen-letters';
      const sources = [
        { env: { [variable]: text } },
        { env: { [variable]: 'https://sixteen.letters' } },
      ];
      for (const one of sources) {
        const setting = byName(one).get(path);
        expect(setting?.value, path).to.be.oneOf([undefined, 'set, not shown']);
      }
    }
  });

  it('names sinks of the app, which are not text', () => {
    const sink = { name: 'mine', write: async () => undefined };

    expect(byName({ given: { sinks: [sink] } }).get('sinks')?.value).to.deep.equal(['mine']);
  });
});
