import { expect } from 'chai';
import { quantile } from '../../../common/histogram';
import { PartlyTakenError, RetryableError, type Sink } from '../../../common/sink';
import { type OtlpSinkOptions, otlpSink } from '../../../server/sinks/otlp';
import { aBatch, aSeries } from '../../support/a-batch';
import { everyEvent } from '../../support/an-event';
import { anObserver } from '../../support/an-observer';
import { describeSink } from '../../support/describe-sink';
import {
  attributesIn,
  encodeAnswer,
  type OtlpReceiver,
  startOtlpReceiver,
} from '../../support/otlp-receiver';

const { signal } = new AbortController();

describe('otlpSink', () => {
  let receiver: OtlpReceiver;

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(() => receiver.close());

  const aSink = (given: Partial<OtlpSinkOptions> = {}) =>
    otlpSink({ endpoint: receiver.url, ...given });

  describeSink('otlpSink', () => aSink());

  const calls = (ms: readonly number[]) =>
    aSeries('method.duration', { name: 'tasks.add', origin: 'client', outcome: 'error' }, ms);

  const failure = (sink: Sink, batch = aBatch({ series: [calls([1])] })) =>
    sink.write(batch, signal).then(
      () => undefined,
      (error: unknown) => error,
    );

  for (const protocol of ['http/protobuf', 'http/json'] as const) {
    describe(`over ${protocol}`, () => {
      it('sends every kind of metric as the official definitions read it', async () => {
        const from = Date.UTC(2026, 0, 1);
        const series = [
          calls([2, 40]),
          aSeries('ddp.connects', {}, 3),
          aSeries('process.rss', {}, 5_000),
          aSeries(
            'http.client.duration',
            { method: 'GET', host: 'a.org:8443', status: '503' },
            [7],
          ),
        ];

        await aSink({ protocol }).write(aBatch({ from, series }), signal);

        const [duration] = receiver.points('rpc.server.call.duration');
        expect(duration).to.deep.include({
          unit: 's',
          kind: 'histogram',
          temporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE',
          attributes: {
            'rpc.system.name': 'ddp',
            'rpc.method': 'tasks.add',
            'meteor.call.origin': 'client',
            'error.type': 'error',
          },
        });
        expect(duration?.point).to.deep.include({
          startTimeUnixNano: from * 1e6,
          timeUnixNano: (from + 10_000) * 1e6,
          count: 2,
          min: 0.002,
          max: 0.04,
        });
        expect(duration?.point.sum).to.be.closeTo(0.042, 1e-9);
        expect(duration?.point.bucketCounts).to.deep.equal([1, 0, 0, 1, ...new Array(11).fill(0)]);
        expect(duration?.point.explicitBounds).to.have.length(14);
        expect(receiver.points('meteor.ddp.connects')[0]).to.deep.include({ kind: 'sum' });
        expect(receiver.points('meteor.ddp.connects')[0]?.point.asDouble).to.equal(3);
        expect(receiver.points('process.memory.usage')[0]).to.deep.include({
          kind: 'gauge',
          unit: 'By',
        });
        expect(receiver.points('http.client.request.duration')[0]?.attributes).to.deep.equal({
          'http.request.method': 'GET',
          'server.address': 'a.org',
          'server.port': 8443,
          'http.response.status_code': 503,
          'error.type': '503',
        });
      });

      it('sends exponential histograms without losing a bucket', async () => {
        const values = [0, 0.0003, 2, 40, 41, 900];
        const series = calls(values);

        await aSink({ protocol, histograms: 'exponential' }).write(
          aBatch({ series: [series] }),
          signal,
        );

        const [sent] = receiver.points('rpc.server.call.duration');
        const { scale, zeroCount = 0, positive, count } = sent?.point ?? {};
        expect(sent?.kind).to.equal('exponentialHistogram');
        expect(count).to.equal(6);
        expect(
          zeroCount + positive.bucketCounts.reduce((a: number, b: number) => a + b, 0),
        ).to.equal(6);
        const middle = positive.bucketCounts.findIndex(
          (_: number, at: number) =>
            positive.bucketCounts
              .slice(0, at + 1)
              .reduce((a: number, b: number) => a + b, zeroCount) >= 3,
        );
        const upper = 2 ** ((positive.offset + middle + 1) / 2 ** scale);
        expect(series.kind === 'histogram' && quantile(series.value, 0.5)).to.be.closeTo(
          upper * 1000,
          0.05,
        );
      });

      it('sends traces with ids, parents, kinds and what held them up', async () => {
        const trace = aTrace();

        await aSink({ protocol }).write(aBatch({ traces: [trace] }), signal);

        const spans = receiver.requests[0]?.message.resourceSpans[0].scopeSpans[0].spans;
        expect(receiver.requests[0]?.signal).to.equal('traces');
        expect(
          spans.map((span: { name: string; kind: string }) => [span.name, span.kind]),
        ).to.deep.equal([
          ['tasks.add', 'SPAN_KIND_SERVER'],
          ['find tasks', 'SPAN_KIND_CLIENT'],
        ]);
        const [root, child] = spans;
        expect(Buffer.from(root.traceId, 'base64').toString('hex')).to.equal(trace.traceId);
        expect(child.parentSpanId).to.equal(root.spanId);
        expect(root.endTimeUnixNano - root.startTimeUnixNano).to.be.closeTo(40e6, 1_000);
        expect(root.status).to.deep.equal({ code: 'STATUS_CODE_ERROR' });
        expect(attributesIn(root.attributes)).to.deep.include({
          'rpc.method': 'tasks.add',
          'meteor.trace.kept': 'slow',
          'meteor.trace.keep_rate': 0.25,
          'meteor.ddp.message': 's::1',
          'meteor.blocked_by': 'slow.one',
        });
        expect(attributesIn(child.attributes)).to.deep.include({
          'db.system.name': 'mongodb',
          'db.collection.name': 'tasks',
        });
      });

      it('sends errors and logged lines as log records', async () => {
        const batch = aBatch({
          errors: [
            {
              group: 'g',
              source: 'method',
              name: 'tasks.add',
              errorName: 'TypeError',
              message: 'no <n>',
              frame: 'a.js:1',
              expected: false,
              count: 4,
              firstAt: 1_000,
              lastAt: 2_000,
              sample: { at: 2_000, message: 'no 5', stack: 'at a.js:1', traceId: 'b'.repeat(32) },
            },
          ],
          logs: [{ at: 3_000, level: 'warn', from: 'console', message: 'hot' }],
        });

        await aSink({ protocol }).write(batch, signal);

        const records = receiver.requests[0]?.message.resourceLogs[0].scopeLogs[0].logRecords;
        const [line, error] = records;
        expect(line).to.deep.include({ severityText: 'WARN', body: { stringValue: 'hot' } });
        expect(error).to.deep.include({ severityNumber: 'SEVERITY_NUMBER_ERROR' });
        expect(attributesIn(error.attributes)).to.deep.include({
          'exception.type': 'TypeError',
          'exception.stacktrace': 'at a.js:1',
          'meteor.error.count': 4,
        });
      });

      it('hears what the endpoint did not take', async () => {
        const warnings: string[] = [];
        const partialSuccess = { rejectedDataPoints: 3, errorMessage: 'too old' };
        receiver.answer = (_request, response) => {
          const isJson = protocol === 'http/json';
          response.writeHead(200);
          response.end(
            isJson
              ? JSON.stringify({ partialSuccess })
              : encodeAnswer('metrics', { partialSuccess }),
          );
        };

        const sink = aSink({ protocol, warn: (message) => warnings.push(message) });
        const refused = await failure(sink);

        expect(refused).to.be.instanceOf(PartlyTakenError);
        expect(refused).to.have.property('lost', 3);
        expect(warnings).to.deep.equal(['sink otlp: 3 metrics were refused: too old']);
      });
    });
  }

  describe('where a part is refused', () => {
    const both = () => aBatch({ series: [calls([1])], traces: [aTrace()] });
    const refuse = (items: number): OtlpReceiver['answer'] => {
      return ({ signal: of }, response) => {
        const partialSuccess =
          of === 'metrics' ? { rejectedDataPoints: items } : { rejectedSpans: items };
        response.writeHead(200).end(encodeAnswer(of, { partialSuccess }));
      };
    };

    it('adds up what the requests of a batch lost, over its attempts', async () => {
      const sink = aSink();
      const batch = both();
      receiver.answer = (request, response) => {
        if (request.signal === 'metrics') refuse(3)(request, response);
        else response.writeHead(503).end();
      };
      expect(await failure(sink, batch)).to.be.instanceOf(RetryableError);

      receiver.answer = refuse(2);

      expect(await failure(sink, batch)).to.have.property('lost', 5);
      expect(receiver.requests.map((request) => request.signal)).to.deep.equal([
        'metrics',
        'traces',
        'traces',
      ]);
    });

    it('says so once more when the batch comes again, and of no later one', async () => {
      const sink = aSink();
      const batch = both();
      receiver.answer = refuse(1);
      await failure(sink, batch);

      receiver.answer = (_request, response) => response.writeHead(200).end();

      expect(await failure(sink, batch)).to.have.property('lost', 2);
      expect(receiver.requests).to.have.length(2);
      expect(await failure(sink)).to.equal(undefined);
      expect(await failure(sink, batch)).to.equal(undefined);
    });

    it('loses the batch where a whole request is refused besides', async () => {
      receiver.answer = (request, response) => {
        if (request.signal === 'metrics') refuse(3)(request, response);
        else response.writeHead(400).end();
      };

      const refused = await failure(aSink(), both());

      expect(refused).to.be.instanceOf(Error);
      expect(refused).not.to.be.instanceOf(PartlyTakenError);
    });
  });

  it('says who sends, and with which version of Radiant', async () => {
    const resource = { release: '1.4.0', instance: 'abc', environment: 'staging' };

    await aSink().write(aBatch({ resource, series: [calls([1])] }), signal);

    const [{ resource: sent, scopeMetrics }] = receiver.requests[0]?.message.resourceMetrics ?? [];
    expect(attributesIn(sent.attributes)).to.deep.include({
      'service.name': 'todos',
      'service.version': '1.4.0',
      'service.instance.id': 'abc',
      'deployment.environment.name': 'staging',
    });
    expect(scopeMetrics[0].scope).to.deep.include({ name: 'radiant:agent' });
  });

  it('counts since the start, or, as delta, since the batch before', async () => {
    const cumulative = aSink();
    const delta = aSink({ temporality: 'delta' });
    for (const sink of [cumulative, delta]) {
      for (const from of [0, 10_000]) {
        const series = [calls([2]), aSeries('ddp.connects', {}, 3)];
        await sink.write(aBatch({ from, series }), signal);
      }
    }

    const sums = receiver
      .points('meteor.ddp.connects')
      .map(({ point }) => [point.startTimeUnixNano ?? 0, point.asDouble]);
    const counts = receiver.points('rpc.server.call.duration').map(({ point }) => point.count);
    expect(sums).to.deep.equal([
      [0, 3],
      [0, 6],
      [0, 3],
      [1e10, 3],
    ]);
    expect(counts).to.deep.equal([1, 2, 1, 1]);
  });

  it('tells what observers do, by owner, collection, shape and driver', async () => {
    const observers = [anObserver({ handles: 4, cpuMs: 250 })];

    await aSink().write(aBatch({ observers }), signal);

    const [handles] = receiver.points('meteor.observer.handles');
    expect(handles?.point.asDouble).to.equal(4);
    expect(handles?.attributes).to.include.keys(
      'meteor.owner.kind',
      'db.collection.name',
      'meteor.query.shape',
    );
    expect(receiver.points('meteor.observer.cpu.time')[0]?.point.asDouble).to.equal(0.25);
  });

  it('sends what was taken only once when another request has to come again', async () => {
    const sink = aSink();
    const batch = aBatch({ series: [calls([2])], traces: [aTrace()] });
    let refusals = 1;
    receiver.answer = (request, response) => {
      const isRefused = request.signal === 'traces' && refusals-- > 0;
      response.writeHead(isRefused ? 503 : 200, { 'retry-after': '3' }).end();
    };

    const error = await failure(sink, batch);
    await sink.write(batch, signal);

    expect(error).to.be.instanceOf(RetryableError).and.include({ retryAfterMs: 3_000 });
    expect(receiver.requests.map(({ signal: sent }) => sent)).to.deep.equal([
      'metrics',
      'traces',
      'traces',
    ]);
  });

  it('does not count a batch twice that has to come again', async () => {
    const sink = aSink();
    const batch = aBatch({ series: [aSeries('ddp.connects', {}, 3)] });
    receiver.answer = (_request, response) => response.writeHead(503).end();
    await failure(sink, batch);
    receiver.answer = (_request, response) => response.writeHead(200).end();

    await sink.write(batch, signal);
    await sink.write(batch, signal);

    expect(receiver.points('meteor.ddp.connects').map(({ point }) => point.asDouble)).to.deep.equal(
      [3, 3],
    );
  });

  it('gives the batch again after 429, 502, 503 and 504 only, as OTLP says', async () => {
    const again: number[] = [];
    for (const status of [400, 401, 404, 413, 429, 500, 502, 503, 504]) {
      receiver.answer = (_request, response) => response.writeHead(status).end('why');
      if ((await failure(aSink())) instanceof RetryableError) again.push(status);
    }

    expect(again).to.deep.equal([429, 502, 503, 504]);
  });

  it('sends no signal that is switched off, and nothing of an empty batch', async () => {
    const batch = aBatch({ series: [calls([2])], traces: [aTrace()] });

    await aSink({ metrics: false, traces: false }).write(batch, signal);
    await aSink().write(aBatch(), signal);

    expect(receiver.requests).to.deep.equal([]);
  });

  it('sends no analytics event', async () => {
    const sink = aSink();

    await sink.write(aBatch({ events: everyEvent() }), signal);

    expect(sink.ignoresEvents).to.equal(true);
    expect(receiver.requests).to.deep.equal([]);
  });

  it('sends headers, and names none of them in an error', async () => {
    const headers = { 'api-key': 'very secret' };
    receiver.answer = (_request, response) => response.writeHead(401).end();

    const error = await failure(aSink({ headers }));

    expect(receiver.requests[0]?.headers).to.include(headers);
    expect(String(error)).to.contain('401').and.not.contain('secret');
  });
});

const aTrace = () => ({
  traceId: '0123456789abcdef0123456789abcdef',
  kind: 'method' as const,
  name: 'tasks.add',
  at: 1_000,
  durationMs: 40,
  outcome: 'error' as const,
  kept: 'slow' as const,
  keepRate: 0.25,
  ddp: 's::1',
  around: { blockedBy: { kind: 'method' as const, name: 'slow.one' }, queuedBefore: 2 },
  spans: [
    {
      id: '0123456789abcdef',
      kind: 'method' as const,
      name: 'tasks.add',
      startMs: 0,
      durationMs: 40,
      failed: true,
    },
    {
      id: 'fedcba9876543210',
      parentId: '0123456789abcdef',
      kind: 'db' as const,
      name: 'find',
      startMs: 1.5,
      durationMs: 3,
      attributes: { collection: 'tasks' },
    },
  ],
});
