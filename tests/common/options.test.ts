import { expect } from 'chai';
import omit from 'lodash/omit';
import { RadiantError } from '../../common/errors';
import { forwardOptions } from '../../common/forward-options';
import { listOptions } from '../../common/option-list';
import type { OptionSources } from '../../common/option-resolve';
import { optionsSchema, resolveOptions } from '../../common/options';
import { sinkOptions } from '../../common/sink-options';

const aSink = (name: string) => ({ name, write: async () => {} });
const aToken = 'a'.repeat(16);

function messageOf(sources: OptionSources): string {
  try {
    resolveOptions(sources);
  } catch (error) {
    expect(error).to.be.instanceOf(RadiantError);
    expect((error as RadiantError).code).to.equal('options-invalid');
    return (error as RadiantError).message;
  }
  throw new Error('these options were accepted');
}

const hour = 60 * 60_000;

describe('resolveOptions', () => {
  it('gives every option its documented default', () => {
    const { clickhouse, mongo, ndjson, http, prometheus, otlp, collector } = resolveOptions({});
    const elsewhere = [...Object.keys(sinkOptions), ...Object.keys(forwardOptions), 'collector'];
    const options = omit(resolveOptions({}), elsewhere);

    expect(clickhouse).to.deep.equal({
      url: undefined,
      database: 'radiant',
      username: undefined,
      password: undefined,
      cluster: undefined,
      asyncInsert: true,
      rawDays: 7,
      minuteDays: 30,
      hourDays: 400,
      traceDays: 7,
      errorDays: 90,
      logDays: 7,
      eventDays: 90,
    });
    expect(mongo).to.deep.equal({
      enabled: false,
      url: undefined,
      database: undefined,
      keepFineMs: 3 * hour,
      keepMinutesMs: 72 * hour,
      keepTenMinutesMs: 14 * 24 * hour,
      keepHoursMs: 90 * 24 * hour,
      keepTracesMs: 72 * hour,
      keepLogsMs: 72 * hour,
      keepEventsMs: 90 * 24 * hour,
    });
    expect(ndjson).to.deep.equal({
      path: undefined,
      maxBytes: 64 * 1024 * 1024,
      maxFiles: 7,
      daily: true,
    });
    expect(otlp).to.deep.equal({
      endpoint: undefined,
      headers: {},
      protocol: 'http/protobuf',
      gzip: true,
      temporality: 'cumulative',
      histograms: 'explicit',
      metrics: true,
      traces: true,
      logs: true,
    });
    expect(prometheus).to.deep.equal({ enabled: false, path: '/_radiant/prometheus' });
    expect(http).to.deep.equal({ url: undefined, secret: undefined, headers: {} });
    expect(collector).to.deep.equal({
      enabled: true,
      path: '/_radiant',
      writeKeys: [],
      secret: undefined,
      origins: [],
      ip: 'truncate',
      gpc: 'honour',
      bots: 'flag',
      allowProperties: [],
      denyProperties: [],
      requestsPerAddress: 50,
      requestsPerKey: 1_000,
      bytesPerSecond: 16 * 1024 * 1024,
      rememberedIds: 400_000,
    });
    expect(options).to.deep.equal({
      enabled: true,
      service: 'app',
      environment: 'production',
      release: undefined,
      flushIntervalMs: 10_000,
      seriesLimit: 1000,
      histogramLimit: 10_000,
      seriesIdleMs: 3_600_000,
      outboxBytes: 8 * 1024 * 1024,
      memoryBytes: 16 * 1024 * 1024,
      eventLoopResolutionMs: 20,
      cpuSampling: true,
      cpuWindowMs: 250,
      cpuWindowEveryMs: 10_000,
      sinks: [],
      backend: undefined,
      api: { enabled: true, token: undefined, path: '/_radiant/api/v1' },
      dashboard: { enabled: true, path: '/_radiant' },
      authorize: undefined,
      instruments: {
        methods: true,
        publications: true,
        sessions: true,
        observers: true,
        mutations: true,
        database: true,
        streams: true,
        httpServer: true,
        email: true,
        jobs: true,
        httpClient: true,
        errors: true,
        process: true,
      },
      logs: 'off',
      traces: {
        args: 'none',
        argValues: [],
        acceptTraceparent: 'ids',
        propagateTo: [],
        enabled: true,
        errorLimit: 3,
        openSpanLimit: 50_000,
        spanLimit: 200,
        userId: false,
        windowBytes: 2 ** 20,
      },
      spill: { path: undefined, maxBytes: 256 * 1024 * 1024 },
      signals: true,
      sinkTimeoutMs: 10_000,
      shutdownTimeoutMs: 2000,
    });
  });

  it('takes its own defaults for acceptable', () => {
    const { environment, service, ...given } = resolveOptions({});

    const options = resolveOptions({ given });

    expect(options).to.deep.equal({ environment, service, ...given });
  });

  it('takes the environment from NODE_ENV and the service from npm', () => {
    const options = resolveOptions({
      env: { NODE_ENV: 'development', npm_package_name: 'todos' },
    });

    expect(options).to.include({ environment: 'development', service: 'todos' });
  });

  it('prefers settings to defaults, the environment to settings, and code to both', () => {
    const settings = { seriesLimit: 1, histogramLimit: 1, outboxBytes: 100_000 };
    const env = { RADIANT_HISTOGRAM_LIMIT: '2', RADIANT_OUTBOX_BYTES: '200000' };
    const given = { outboxBytes: 300_000 };

    const options = resolveOptions({ settings, env, given });

    expect(options).to.include({ seriesLimit: 1, histogramLimit: 2, outboxBytes: 300_000 });
  });

  it('merges groups option by option', () => {
    const options = resolveOptions({
      settings: { api: { token: aToken }, instruments: { methods: false } },
      env: { RADIANT_INSTRUMENTS_PROCESS: '0' },
      given: { api: { enabled: false } },
    });

    expect(options.api).to.include({ token: aToken, enabled: false });
    expect(options.instruments).to.include({ methods: false, process: false, sessions: true });
  });

  it('passes functions and sinks on as they are', () => {
    const authorize = () => true;
    const sinks = [aSink('mine'), aSink('other-2')];

    const options = resolveOptions({ given: { authorize, sinks } });

    expect(options.authorize).to.equal(authorize);
    expect(options.sinks).to.equal(sinks);
  });

  it('leaves what it was handed as it was', () => {
    const settings = Object.freeze({ api: Object.freeze({ token: aToken }) });

    resolveOptions({ settings, given: Object.freeze({ api: Object.freeze({ enabled: false }) }) });

    expect(settings).to.deep.equal({ api: { token: aToken } });
  });

  it('takes undefined for left out', () => {
    const options = resolveOptions({ given: { release: undefined, flushIntervalMs: undefined } });

    expect(options.flushIntervalMs).to.equal(10_000);
  });

  it('takes an empty environment variable for left out, and drops white space', () => {
    const env = { RADIANT_RELEASE: '', RADIANT_API_TOKEN: ` ${aToken}\n` };

    const options = resolveOptions({ env });

    expect(options.release).to.equal(undefined);
    expect(options.api.token).to.equal(aToken);
  });

  it('names place, what came and what is accepted, whatever the source', () => {
    const message = messageOf({
      settings: { flushIntervalMs: 'fast' },
      env: { RADIANT_API_ENABLED: 'maybe' },
      given: { instruments: { methods: 1 } },
    });

    expect(message.split('\n').slice(1)).to.deep.equal([
      '  Meteor.settings.radiant.flushIntervalMs: expected an integer, 100 to 600000 (ms), but "fast" came.',
      '  RADIANT_API_ENABLED: expected true or false, but "maybe" came.',
      '  options.instruments.methods: expected true or false, but 1 came.',
    ]);
  });

  it('suggests the option that was probably meant', () => {
    const message = messageOf({
      settings: { flushIntervallMs: 1000, api: { tokn: aToken } },
      env: { RADIANT_FLUSH_INTERVL_MS: '1000' },
      given: { seriesLimits: 5 },
    });

    expect(message.split('\n').slice(1)).to.deep.equal([
      '  Meteor.settings.radiant.flushIntervallMs: there is no such option. Did you mean flushIntervalMs?',
      '  Meteor.settings.radiant.api.tokn: there is no such option. Did you mean token?',
      '  RADIANT_FLUSH_INTERVL_MS: there is no such option. Did you mean RADIANT_FLUSH_INTERVAL_MS?',
      '  options.seriesLimits: there is no such option. Did you mean seriesLimit?',
    ]);
  });

  it('lists the neighbours of an option that is like none', () => {
    const message = messageOf({ given: { api: { zebra: true } } });

    expect(message).to.contain(
      'options.api.zebra: there is no such option. Accepted are enabled, token, path.',
    );
  });

  it('points to the documentation for a variable that is like none', () => {
    const message = messageOf({ env: { RADIANT_ZEBRA: 'x' } });

    expect(message).to.contain('RADIANT_ZEBRA: there is no such option. docs/options.md lists');
  });

  it('leaves the variables of the end-to-end tests and of others alone', () => {
    const env = { RADIANT_E2E_URL: 'http://localhost:3000', RADIANTLY: 'x', HOME: '/root' };

    expect(() => resolveOptions({ env })).not.to.throw();
  });

  it('refuses names that every object inherits', () => {
    for (const key of ['constructor', '__proto__', 'toString']) {
      const settings: unknown = JSON.parse(`{ "${key}": {} }`);

      expect(messageOf({ settings })).to.contain(`radiant.${key}: there is no such option`);
    }
  });

  it('refuses anything but a plain object as options', () => {
    for (const given of [null, 'on', 5, true, [], new Map(), () => ({})]) {
      expect(messageOf({ given })).to.contain('options: expected an object of options');
    }
    expect(messageOf({ settings: { instruments: true } })).to.contain(
      'radiant.instruments: expected an object of options, but true came',
    );
  });

  it('takes sinks and functions from code only', () => {
    const settings = { sinks: [aSink('mine')], authorize: 'yes' };

    const message = messageOf({ settings, env: { RADIANT_AUTHORIZE: 'yes' } });

    expect(message.match(/only Radiant\.start\(options\) can give/g)).to.have.length(3);
  });

  it('refuses sinks that cannot write, have no fitting name or share one', () => {
    const refused = [
      aSink('mine'),
      [{ name: 'mine' }],
      [undefined],
      [aSink('')],
      [aSink('Mine')],
      [aSink('mine'), aSink('mine')],
    ];

    for (const sinks of refused) {
      expect(messageOf({ given: { sinks } })).to.contain('options.sinks: expected a list of sinks');
    }
  });

  it('never shows a secret', () => {
    const secrets = ['hunter2', 'with space in it'.padEnd(30, '!'), 'é'.repeat(20)];

    for (const secret of secrets) {
      const message = messageOf({
        settings: { api: { token: secret } },
        env: { RADIANT_API_TOKEN: secret, RADIANT_API_TOKN: secret },
        given: { api: secret, token: secret },
      });

      expect(message.split('\n')).to.have.length(6);
      expect(message).not.to.contain(secret);
    }
  });

  it('takes a token of 16 characters and refuses one of 15', () => {
    const token = (length: number) => ({ given: { api: { token: 'x'.repeat(length) } } });

    expect(resolveOptions(token(16)).api.token).to.have.length(16);
    expect(messageOf(token(15))).to.contain('16 to 1000 characters long');
  });

  it('takes only paths that mean the same to every router', () => {
    const path = (value: string) => ({ given: { api: { path: value } } });

    expect(resolveOptions(path('/ops/radiant-api_2.0/~x')).api.path).to.contain('/ops');
    for (const refused of ['', '/', 'ops', '/ops/', '//ops', '/:ops', '/o*', '/o?x', '/o p']) {
      expect(messageOf(path(refused))).to.contain('options.api.path');
    }
  });
});

describe('the limits of options', () => {
  const limited = listOptions(optionsSchema).filter(
    ({ option }) => option.min !== undefined || option.max !== undefined,
  );

  for (const { path, option } of limited) {
    const isText = option.unit === 'characters';
    const given = (size: number) => nested(path, isText ? 'x'.repeat(size) : size);

    it(`${path} takes the last value within its limits and refuses the next`, () => {
      const { min = Number.NaN, max = Number.NaN } = option;

      expect(() => resolveOptions({ given: given(min) })).not.to.throw();
      expect(() => resolveOptions({ given: given(max) })).not.to.throw();
      if (min > 0) expect(messageOf({ given: given(min - 1) })).to.contain(path);
      expect(messageOf({ given: given(max + 1) })).to.contain(path);
    });
  }

  it('are known for every number', () => {
    const numbers = listOptions(optionsSchema).filter(({ option }) =>
      ['integer', 'number'].includes(option.type.name),
    );

    expect(numbers).to.have.length.above(5);
    for (const { option } of numbers) expect(option).to.include.keys('min', 'max', 'unit');
  });

  it('are no place for fractions, text, NaN or infinity', () => {
    for (const flushIntervalMs of [100.5, '1000', Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(messageOf({ given: { flushIntervalMs } })).to.contain('options.flushIntervalMs');
    }
    expect(messageOf({ given: { shutdownTimeoutMs: -1 } })).to.contain('0 to 3000');
  });
});

function nested(path: string, value: unknown): unknown {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}
