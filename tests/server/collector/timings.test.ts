import { expect } from 'chai';
import fc from 'fast-check';
import { countValue, openHistogram } from '../../../common/analytics/count-value';
import { timingsEvent } from '../../../common/analytics/timings';
import { Histogram, type HistogramState } from '../../../common/histogram';
import { gridUnits } from '../../../common/histogram-grid';
import { checkHistogram } from '../../../server/collector/check-histogram';
import { createAggregate } from '../../../server/pipeline/aggregate/aggregate';
import { aCollector, anEvent, takeIn } from './a-collector';

const server = {
  method_handlers: { 'tasks.add': () => {} },
  publish_handlers: { tasks: () => {} },
};

function histogramOf(
  values: readonly number[],
  grid: 'duration' | 'lifetime' | 'size' = 'duration',
) {
  const histogram = new Histogram(grid);
  for (const value of values) histogram.record(value);
  return histogram.snapshot();
}

function told(series: unknown, fields: Record<string, unknown> = {}) {
  const collector = aCollector({ server });
  takeIn(collector, anEvent({ event: timingsEvent, properties: { series }, ...fields }));
  return collector;
}

describe('timings of clients', () => {
  const value = histogramOf([3, 5, 200]);

  it('become metrics, and no event', () => {
    const series = [
      { metric: 'client.method.duration', dims: { method: 'tasks.add' }, value },
      { metric: 'client.subscription.ready', dims: { publication: 'tasks' }, value },
      { metric: 'client.connection.lost', dims: {}, value: 2 },
      { metric: 'client.vital', dims: { vital: 'LCP', route: '/todos/:id' }, value: 2_500 },
    ];

    const { samples, events, drops } = told(series);

    expect(events).to.deep.equal([]);
    expect(drops()).to.deep.equal({});
    expect(samples).to.deep.equal([
      { kind: 'histogram', ...series[0] },
      { kind: 'histogram', ...series[1] },
      { kind: 'metric', ...series[2] },
      { kind: 'metric', ...series[3] },
    ]);
  });

  it('leave out a single value that no client can have measured', () => {
    const vital = (ms: number) => told([{ ...aVital, value: ms }]).samples.map(({ kind }) => kind);
    const aVital = { metric: 'client.vital', dims: { vital: 'LCP', route: '/' } };
    const last = 100 * gridUnits.duration.limit;

    expect(vital(last)).to.deep.equal(['metric']);
    for (const value of [last * 1.001, 1e308]) expect(vital(value)).to.deep.equal([]);
  });

  it('are merged as if the server had counted itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: 0, max: 4e6, noNaN: true }), { minLength: 1 }), {
          minLength: 1,
          maxLength: 5,
        }),
        (clients) => {
          const aggregate = createAggregate({ perMetric: 10, histograms: 10, idleWindows: 10 });
          for (const values of clients) {
            const series = [
              {
                metric: 'client.method.duration',
                dims: { method: 'tasks.add' },
                value: histogramOf(values),
              },
            ];
            for (const sample of told(series).samples) aggregate.add(sample);
          }
          const [merged] = [...aggregate.close()];
          const { sum, ...counts } = (merged as { value: HistogramState }).value;
          const { sum: expectedSum, ...expected } = histogramOf(clients.flat());
          expect(counts).to.deep.equal(expected);
          expect(sum).to.be.closeTo(expectedSum, 1e-6 * (1 + expectedSum));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of names that the server does not have are of _OTHER', () => {
    const { samples } = told([
      { metric: 'client.method.duration', dims: { method: 'toString' }, value },
      { metric: 'client.method.errors', dims: { method: 'nope', error: '404' }, value: 1 },
      { metric: 'client.subscription.ready', dims: { publication: 'nope' }, value },
    ]);

    expect(samples.map((sample) => 'dims' in sample && sample.dims)).to.deep.equal([
      { method: '_OTHER' },
      { method: '_OTHER', error: '404' },
      { publication: '_OTHER' },
    ]);
  });

  it('are counted once, however often they are sent', () => {
    const collector = aCollector({ server });
    const series = [{ metric: 'client.connection.lost', dims: {}, value: 1 }];
    const event = anEvent({ event: timingsEvent, messageId: 'm', properties: { series } });

    takeIn(collector, event);
    takeIn(collector, event);

    expect(collector.samples).to.have.length(1);
    expect(collector.drops()).to.deep.equal({ duplicate: 1 });
  });

  const refused: ReadonlyArray<readonly [what: string, series: unknown]> = [
    ['another metric', { metric: 'method.calls', dims: {}, value: 1 }],
    ['no metric', { metric: 'client.nothing', dims: {}, value: 1 }],
    ['a metric of another type', { metric: 1, dims: {}, value: 1 }],
    ['dimensions that are missing', { metric: 'client.method.duration', dims: {}, value }],
    ['no dimensions', { metric: 'client.connection.lost', value: 1 }],
    ['a long name', { metric: 'client.layoutShift', dims: { route: 'x'.repeat(201) }, value: 1 }],
    ['another vital', { metric: 'client.vital', dims: { vital: 'X', route: '/' }, value: 1 }],
    ['a negative count', { metric: 'client.connection.lost', dims: {}, value: -1 }],
    ['a huge count', { metric: 'client.connection.lost', dims: {}, value: 1e9 }],
    ['a histogram for a counter', { metric: 'client.errors', dims: {}, value }],
    ['no object', 'text'],
    ['nothing', null],
  ];
  for (const [what, series] of refused) {
    it(`are left out and counted, one by one (${what})`, () => {
      const good = { metric: 'client.errors', dims: {}, value: 1 };

      const { samples, drops } = told([series, good]);

      expect(samples).to.have.length(1);
      expect(drops()).to.deep.equal({ series: 1 });
    });
  }

  for (const series of [undefined, {}, [], 'x', [1]]) {
    it(`are dropped where nothing can be used (${JSON.stringify(series)})`, () => {
      const { samples, events, drops } = told(series);

      expect([samples, events]).to.deep.equal([[], []]);
      expect(drops().timings).to.equal(1);
    });
  }

  it('are at most a thousand series', () => {
    const series = new Array(1_001).fill({ metric: 'client.errors', dims: {}, value: 1 });

    const { samples, drops } = told(series, { messageId: 'm' });

    expect(samples.length + (drops().series ?? 0)).to.be.oneOf([0, 1_001]);
  });
});

describe('checkHistogram', () => {
  const options = { grid: 'duration', countLimit: 1_000 } as const;
  const sound = histogramOf([0, 3, 5, 200]);

  it('takes what a histogram of ours can be', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: 0, max: 3e6, noNaN: true }), fc.constant(0)), {
          minLength: 1,
          maxLength: 50,
        }),
        fc.constantFrom('duration', 'lifetime', 'size'),
        (values, grid) => {
          const state = histogramOf(values, grid);
          expect(checkHistogram(state, { grid, countLimit: 1_000 })).to.deep.equal(state);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes what a client counts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 3e7, noNaN: true }), { minLength: 1, maxLength: 50 }),
        fc.constantFrom('duration', 'lifetime', 'size'),
        (values, grid) => {
          const counted = openHistogram(grid);
          for (const value of values) countValue(counted, value);
          const sent: unknown = JSON.parse(JSON.stringify(counted));

          expect(checkHistogram(sent, { grid, countLimit: 1_000 })).to.deep.equal(counted);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes up to the limit of counts', () => {
    expect(checkHistogram(histogramOf(new Array(1_000).fill(1)), options)).not.to.equal(undefined);
    expect(checkHistogram(histogramOf(new Array(1_001).fill(1)), options)).to.equal(undefined);
  });

  const hostile: ReadonlyArray<Record<string, unknown>> = [
    { grid: 'size' },
    { scale: 3 },
    { scale: 6 },
    { scale: 4.5 },
    { count: 5 },
    { count: 0 },
    { count: 1e15 },
    { count: Number.NaN },
    { sum: -1 },
    { sum: 1e12 },
    { sum: 0 },
    { sum: null },
    { min: 201 },
    { min: -5 },
    { max: 300e6 },
    { max: 5 },
    { zero: -1, count: 2 },
    { zero: 0.5 },
    { offset: -2 },
    { offset: 5_000 },
    { offset: 1.5 },
    { buckets: [] },
    { buckets: 'x' },
    { buckets: new Array(513).fill(0) },
    { buckets: [0, ...sound.buckets.slice(1)] },
    { buckets: sound.buckets.map(String) },
    { buckets: [...sound.buckets, 0] },
    { buckets: [-1, ...sound.buckets.slice(1), 2] },
  ];
  for (const part of hostile) {
    it(`refuses one that cannot be (${JSON.stringify(part).slice(0, 40)})`, () => {
      expect(checkHistogram({ ...sound, ...part }, options)).to.equal(undefined);
    });
  }

  it('refuses what is none', () => {
    for (const value of [undefined, null, 1, 'x', [], {}]) {
      expect(checkHistogram(value, options)).to.equal(undefined);
    }
  });
});
