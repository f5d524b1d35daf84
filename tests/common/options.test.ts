import { expect } from 'chai';
import omit from 'lodash/omit';
import { forwardOptions } from '../../common/forward-options';
import { resolveOptions } from '../../common/options';
import { sinkOptions } from '../../common/sink-options';

const aSink = (name: string) => ({ name, write: async () => {} });
const aToken = 'a'.repeat(16);

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
      alerts: {
        enabled: true,
        rules: [],
        defaults: true,
        without: [],
        everyMs: 60_000,
        repeatMs: undefined,
        limit: 500,
        scope: undefined,
        dashboardUrl: undefined,
        webhook: { url: undefined, headers: {} },
        slack: { url: undefined },
        email: { to: [], from: undefined },
        notify: undefined,
      },
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
});
