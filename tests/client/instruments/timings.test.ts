import { expect } from 'chai';
import { createTimings, type TimingsOptions } from '../../../client/instruments/timings';
import type { ClientTimings } from '../../../common/analytics/timings';
import { quantile } from '../../../common/histogram';
import type { HistogramState } from '../../../common/histogram-state';
import { fakeFeatureClient } from '../../support/fake-feature-client';

const minute = 60_000;
const method = (name: string) => ({ method: name });
const aCall = { kind: 'method', name: 'a', durationMs: 1_000, sends: 1 } as const;

function installed(options?: TimingsOptions) {
  const fake = fakeFeatureClient();
  const { timings, feature } = createTimings(options);
  const undo = feature.install(fake.client);
  const series = () =>
    fake.eventsOf('DDP Timings').flatMap((told) => (told as unknown as ClientTimings).series);
  return { ...fake, timings, undo, series };
}

describe('the timings of a client', () => {
  it('are told once a minute, in one event', async () => {
    const { timings, advance, told, series } = installed();
    timings.time('client.method.duration', method('tasks.add'), 20);
    timings.time('client.method.duration', method('tasks.add'), 30);
    timings.count('client.method.errors', { method: 'tasks.add', error: 'refused' });

    await advance(minute - 1);
    expect(told).to.have.length(0);
    await advance(1);

    expect(told.map(({ event }) => event)).to.deep.equal(['DDP Timings']);
    expect(series()).to.have.length(2);
    expect(series()[0]).to.deep.include({
      metric: 'client.method.duration',
      dims: { method: 'tasks.add' },
    });
    const histogram = series()[0]?.value as HistogramState;
    expect(histogram).to.include({ count: 2, sum: 50, min: 20, max: 30, grid: 'duration' });
    expect(quantile(histogram, 0.5)).to.be.closeTo(20, 0.5);
    expect(series()[1]).to.deep.equal({
      metric: 'client.method.errors',
      dims: { method: 'tasks.add', error: 'refused' },
      value: 1,
    });
  });

  it('are not told where there are none, and need no timer then', async () => {
    const { timings, advance, told, pending } = installed();
    expect(pending()).to.deep.equal([]);
    timings.count('client.errors', {});

    await advance(3 * minute);

    expect(told).to.have.length(1);
    expect(pending()).to.deep.equal([]);
  });

  it('begin anew each minute', async () => {
    const { timings, advance, series } = installed();
    timings.count('client.errors', {});
    timings.count('client.errors', {});
    await advance(minute);
    timings.count('client.errors', {});
    await advance(minute);

    expect(series().map(({ value }) => value)).to.deep.equal([2, 1]);
  });

  it('are told when the page is left, and not again', async () => {
    const { timings, advance, leave, series } = installed();
    timings.count('client.errors', {});

    leave();
    await advance(minute);

    expect(series()).to.have.length(1);
  });

  it('keep 200 series a minute; names beyond count as _OTHER', async () => {
    const { timings, advance, series } = installed();
    for (let at = 0; at < 200; at++) timings.time('client.method.duration', method(`m${at}`), 1);
    for (const name of ['m0', 'more', 'and more']) {
      timings.time('client.method.duration', method(name), 1);
    }

    await advance(minute);

    const counts = new Map(
      series().map(({ dims, value }) => [dims.method, (value as HistogramState).count]),
    );
    expect(counts.size).to.equal(201);
    expect([counts.get('m0'), counts.get('m199'), counts.get('_OTHER')]).to.deep.equal([2, 1, 2]);
  });

  it('count names that are too long as _OTHER', async () => {
    const { timings, advance, series } = installed();
    const most = 300 - JSON.stringify(['client.method.duration', method('')]).length;
    timings.time('client.method.duration', method('n'.repeat(most)), 1);
    timings.time('client.method.duration', method('n'.repeat(most + 1)), 1);

    await advance(minute);

    expect(series().map(({ dims }) => dims.method?.length)).to.deep.equal([most, '_OTHER'.length]);
  });

  it('never make an event of more than 32 kB', async () => {
    const { timings, advance, eventsOf } = installed();
    for (let at = 0; at < 200; at++) {
      const dims = method(`a.method.with.a.name.of.some.length.${at}`);
      timings.time('client.method.duration', dims, 0.001);
      timings.time('client.method.duration', dims, 2_000_000);
    }

    await advance(minute);

    const sizes = eventsOf('DDP Timings').map((told) => JSON.stringify(told).length);
    expect(sizes).to.have.length(10);
    expect(Math.max(...sizes)).to.be.below(31_000);
  });

  it('are forgotten when the feature is taken out', async () => {
    const { timings, undo, advance, told, installed: left } = installed();
    timings.count('client.errors', {});

    undo();
    timings.count('client.errors', {});
    timings.call(aCall);
    await advance(minute);

    expect(told).to.deep.equal([]);
    expect(left()).to.equal(0);
  });
});

describe('slow and failed calls', () => {
  it('are told at once from the limit on', () => {
    const { timings, eventsOf } = installed({ slowMs: 500 });
    timings.call({ ...aCall, durationMs: 499.9 });
    timings.call({ ...aCall, durationMs: 500 });
    timings.call({ ...aCall, durationMs: 1, error: 'refused' });

    expect(eventsOf('DDP Slow Call')).to.deep.equal([
      { ...aCall, durationMs: 500 },
      { ...aCall, durationMs: 1, error: 'refused' },
    ]);
  });

  it('are slow from a second on, unless said otherwise', () => {
    const { timings, eventsOf } = installed();
    timings.call({ ...aCall, durationMs: 999 });
    timings.call({ ...aCall, durationMs: 1_000 });

    expect(eventsOf('DDP Slow Call')).to.have.length(1);
  });

  it('are told ten times a minute at most', async () => {
    const { timings, advance, eventsOf, leave } = installed();
    for (let at = 0; at < 12; at++) timings.call(aCall);
    leave();
    timings.call(aCall);
    expect(eventsOf('DDP Slow Call')).to.have.length(10);

    await advance(minute);
    timings.call(aCall);

    expect(eventsOf('DDP Slow Call')).to.have.length(11);
  });
});
