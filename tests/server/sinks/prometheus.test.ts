import { expect } from 'chai';
import { prometheusSink } from '../../../server/sinks/prometheus';
import { aBatch, aSeries } from '../../support/a-batch';
import { describeSink } from '../../support/describe-sink';

const { signal } = new AbortController();

describe('prometheusSink', () => {
  describeSink('prometheusSink', () => prometheusSink());

  function aSink(given: { idleBatches?: number } = {}) {
    const clock = { now: 0 };
    const sink = prometheusSink({ ...given, now: () => clock.now });
    const lines = async (format: 'text' | 'openmetrics' = 'text') => {
      clock.now += 5_000;
      return (await sink.text(format)).split('\n');
    };
    return { sink, clock, lines };
  }

  const calls = (ms: readonly number[]) =>
    aSeries('method.duration', { name: 'tasks.add', origin: 'client', outcome: 'ok' }, ms);

  it('adds counters and histograms up, and keeps gauges as they are', async () => {
    const { sink, lines } = aSink();
    for (const [connects, rss] of [
      [3, 1_000],
      [4, 900],
    ] as const) {
      const series = [
        aSeries('ddp.connects', {}, connects),
        aSeries('process.rss', {}, rss),
        calls([2, 40]),
      ];
      await sink.write(aBatch({ series }), signal);
    }

    const text = await lines();

    const labels = 'meteor_call_origin="client",rpc_method="tasks.add",rpc_system_name="ddp"';
    expect(text).to.include.members([
      '# TYPE meteor_ddp_connects_total counter',
      'meteor_ddp_connects_total 7',
      '# TYPE process_memory_usage_bytes gauge',
      'process_memory_usage_bytes 900',
      '# TYPE rpc_server_call_duration_seconds histogram',
      `rpc_server_call_duration_seconds_bucket{${labels},le="0.005"} 2`,
      `rpc_server_call_duration_seconds_bucket{${labels},le="0.05"} 4`,
      `rpc_server_call_duration_seconds_bucket{${labels},le="10"} 4`,
      `rpc_server_call_duration_seconds_bucket{${labels},le="+Inf"} 4`,
      `rpc_server_call_duration_seconds_sum{${labels}} 0.084`,
      `rpc_server_call_duration_seconds_count{${labels}} 4`,
    ]);
    expect(text.at(-1)).to.equal('');
  });

  it('counts a batch that comes again once', async () => {
    const { sink, lines } = aSink();
    const batch = aBatch({ series: [aSeries('ddp.connects', {}, 3)] });

    await sink.write(batch, signal);
    await sink.write(batch, signal);

    expect(await lines()).to.include('meteor_ddp_connects_total 3');
  });

  it('tells histograms that few look at as sum and count', async () => {
    const { sink, lines } = aSink();
    const series = [aSeries('method.fence', { name: 'a', origin: 'client' }, [10, 20])];

    await sink.write(aBatch({ series }), signal);

    const text = await lines();
    const labels = '{meteor_call_origin="client",rpc_method="a"}';
    expect(text).to.include('# TYPE meteor_method_fence_duration_seconds summary');
    expect(text).to.include(`meteor_method_fence_duration_seconds_sum${labels} 0.03`);
    expect(text).to.include(`meteor_method_fence_duration_seconds_count${labels} 2`);
  });

  it('speaks OpenMetrics: units, names without _total, whole bounds, an end', async () => {
    const { sink, lines } = aSink();
    await sink.write(
      aBatch({ series: [aSeries('ddp.bytes', { direction: 'in' }, 5), calls([2])] }),
      signal,
    );

    const text = await lines('openmetrics');

    expect(text).to.include.members([
      '# TYPE target info',
      '# TYPE meteor_ddp_io_bytes counter',
      '# UNIT meteor_ddp_io_bytes bytes',
      'meteor_ddp_io_bytes_total{meteor_ddp_direction="in"} 5',
      '# UNIT rpc_server_call_duration_seconds seconds',
    ]);
    expect(text.some((line) => line.includes('le="1.0"'))).to.equal(true);
    expect(text.slice(-2)).to.deep.equal(['# EOF', '']);
  });

  it('hangs the trace of a call on its bucket, in OpenMetrics only', async () => {
    const { sink, lines } = aSink();
    const trace = {
      traceId: 'a'.repeat(32),
      kind: 'method' as const,
      name: 'tasks.add',
      at: 1_700_000_000_000,
      durationMs: 40,
      outcome: 'ok' as const,
      kept: 'slow' as const,
      keepRate: 1,
      ddp: 's::1',
      spans: [],
      around: {},
    };
    await sink.write(aBatch({ series: [calls([2, 40])], traces: [trace] }), signal);

    const exemplars = (await lines('openmetrics')).filter((line) => line.includes(' # '));

    expect(exemplars).to.have.length(1);
    expect(exemplars[0]).to.match(/le="0.05"\} 2 # \{trace_id="a{32}"\} 0\.04 1700000000\.000$/);
    expect((await lines('text')).filter((line) => line.includes('trace_id'))).to.deep.equal([]);
  });

  it('escapes what names hold', async () => {
    const { sink, lines } = aSink();
    const series = [aSeries('publication.subscribes', { name: 'a"b\\c\nd' }, 1)];

    await sink.write(aBatch({ series }), signal);

    expect(await lines()).to.include(
      'meteor_subscription_started_total{meteor_publication_name="a\\"b\\\\c\\nd"} 1',
    );
  });

  it('tells metrics of the app under their own names and labels', async () => {
    const { sink, lines } = aSink();
    const labels = 'plan=pro&region=eu';
    const series = [
      aSeries('app.counter', { name: 'orders.placed', labels }, 2),
      aSeries('app.bytes', { name: 'upload', labels: '' }, [100]),
    ];

    await sink.write(aBatch({ series }), signal);

    expect(await lines()).to.include.members([
      'orders_placed_total{plan="pro",region="eu"} 2',
      'upload_bytes_count 1',
      'upload_bytes_bucket{le="256"} 1',
    ]);
  });

  it('leaves out a metric of the app whose name means something else already', async () => {
    const { sink, lines } = aSink();
    const series = [
      aSeries('app.counter', { name: 'orders', labels: '' }, 2),
      aSeries('app.gauge', { name: 'orders', labels: '' }, 7),
      aSeries('app.count', { name: 'orders', labels: '' }, [7]),
    ];

    await sink.write(aBatch({ series }), signal);

    const named = (await lines()).filter((line) => line.startsWith('orders'));
    expect(named).to.deep.equal(['orders_total 2']);
  });

  it('forgets series that are silent for long, and gauges that nobody tells at once', async () => {
    const { sink, lines } = aSink({ idleBatches: 3 });
    const series = [aSeries('ddp.connects', {}, 3), aSeries('process.rss', {}, 5)];
    await sink.write(aBatch({ series }), signal);

    await sink.write(aBatch(), signal);
    const second = await lines();
    await sink.write(aBatch(), signal);
    const third = await lines();
    await sink.write(aBatch(), signal);
    const fourth = await lines();

    const has = (text: string[]) =>
      ['meteor_ddp_connects_total 3', 'process_memory_usage_bytes 5'].map((line) =>
        text.includes(line),
      );
    expect([second, third, fourth].map(has)).to.deep.equal([
      [true, true],
      [true, false],
      [false, false],
    ]);
  });

  it('makes its text once in five seconds, whoever asks', async () => {
    const { sink, clock } = aSink();
    const add = () => sink.write(aBatch({ series: [aSeries('ddp.connects', {}, 1)] }), signal);
    await add();
    const first = await sink.text('text');
    await add();

    clock.now = 4_999;
    const cached = await sink.text('text');
    clock.now = 5_000;
    const fresh = await sink.text('text');

    expect(cached).to.equal(first);
    expect(fresh).to.contain('meteor_ddp_connects_total 2');
  });

  it('says who is scraped', async () => {
    const { sink, lines } = aSink();
    await sink.write(aBatch({ resource: { release: '1.4.0', instance: 'abc' } }), signal);

    const info = (await lines()).find((line) => line.startsWith('target_info{'));

    expect(info).to.contain('service_version="1.4.0"').and.contain('service_instance_id="abc"');
  });
});
