import { expect } from 'chai';
import type { Series } from '../../../common/batch';
import { quantile } from '../../../common/histogram';
import { OTHER } from '../../../common/metrics';
import { createAggregate } from '../../../server/pipeline/aggregate/aggregate';
import { aMethodSample as aCall } from '../../support/samples';
import { countOf, find } from '../../support/series';

const limits = { perMetric: 1_000, histograms: 10_000, idleWindows: 3 };

describe('aggregate', () => {
  it('turns the parts of a call into series with unit and dimensions', () => {
    const aggregate = createAggregate(limits);

    aggregate.add(aCall({ unblocked: true }));
    const series = [...aggregate.close()];

    expect(series.map(({ metric }) => metric)).to.have.members([
      'method.calls',
      'method.duration',
      'method.queue',
      'method.run',
      'method.cpu',
      'method.resultBytes',
      'method.unblocked',
    ]);
    expect(find(series, 'method.calls')[0]).to.deep.equal({
      metric: 'method.calls',
      kind: 'counter',
      unit: 'count',
      dims: { name: 'tasks.add', origin: 'client', outcome: 'ok' },
      value: 1,
    });
  });

  it('leaves out the parts a call did not have', () => {
    const aggregate = createAggregate(limits);

    aggregate.add(
      aCall({ origin: 'server', queueMs: undefined, runMs: undefined, resultBytes: undefined }),
    );
    const series = [...aggregate.close()];

    expect(series.map(({ metric }) => metric)).to.have.members(['method.calls', 'method.duration']);
  });

  it('keeps outcomes and origins apart', () => {
    const aggregate = createAggregate(limits);

    aggregate.add(aCall());
    aggregate.add(aCall({ outcome: 'error' }));
    aggregate.add(aCall({ origin: 'server' }));
    const series = [...aggregate.close()];

    expect(countOf(series, 'method.calls', { outcome: 'ok', origin: 'client' })).to.equal(1);
    expect(countOf(series, 'method.calls', { outcome: 'error' })).to.equal(1);
    expect(countOf(series, 'method.calls', { origin: 'server' })).to.equal(1);
  });

  it('starts every window at zero, and leaves untouched series out', () => {
    const aggregate = createAggregate(limits);
    aggregate.add(aCall());
    [...aggregate.close()];

    expect([...aggregate.close()]).to.deep.equal([]);
    aggregate.add(aCall());
    expect(countOf([...aggregate.close()], 'method.calls')).to.equal(1);
  });

  it('adds to counters, keeps the last value of gauges', () => {
    const aggregate = createAggregate(limits);
    for (const value of [3, 4]) {
      aggregate.add({ kind: 'metric', metric: 'ddp.connects', dims: {}, value });
      aggregate.add({ kind: 'metric', metric: 'process.rss', dims: {}, value });
    }
    const series = [...aggregate.close()];

    expect(countOf(series, 'ddp.connects')).to.equal(7);
    expect(countOf(series, 'process.rss')).to.equal(4);
  });

  it('counts each step of a subscription under its own metric', () => {
    const aggregate = createAggregate(limits);
    const base = { kind: 'publication', name: 'lists.all' } as const;
    aggregate.add({ ...base, step: 'started' });
    aggregate.add({ ...base, step: 'ready', readyMs: 5, queueMs: 1, docs: 40, cpuMs: 1, dbMs: 2 });
    aggregate.add({ ...base, step: 'rerun' });
    aggregate.add({ ...base, step: 'error' });
    aggregate.add({ ...base, step: 'denied' });
    aggregate.add({ ...base, name: OTHER, step: 'unknown' });
    aggregate.add({ ...base, step: 'stopped', lifetimeMs: 60_000 });
    const series = [...aggregate.close()];

    expect(countOf(series, 'publication.subscribes')).to.equal(1);
    expect(countOf(series, 'publication.reruns')).to.equal(1);
    expect(countOf(series, 'publication.errors')).to.equal(1);
    expect(countOf(series, 'publication.unsubscribes')).to.equal(1);
    expect(countOf(series, 'publication.refused', { reason: 'denied' })).to.equal(1);
    expect(countOf(series, 'publication.refused', { reason: 'unknown' })).to.equal(1);
    const [ready] = find(series, 'publication.ready');
    expect(ready?.kind === 'histogram' && quantile(ready.value, 0.5)).to.be.closeTo(5, 0.125);
    const [docs] = find(series, 'publication.initialDocs');
    expect(docs?.kind === 'histogram' && docs.value.sum).to.equal(40);
  });

  it('takes as many names as the limit, and keeps those beyond it under _OTHER, counted', () => {
    const aggregate = createAggregate({ ...limits, perMetric: 3 });

    for (const name of ['a', 'b', 'c']) aggregate.add(aCall({ name }));
    expect(aggregate.takeFolded()).to.equal(0);
    for (const name of ['d', 'd', 'e', 'a']) aggregate.add(aCall({ name }));
    const folded = aggregate.takeFolded();
    const series = [...aggregate.close()];

    expect(folded).to.be.at.least(3);
    expect(countOf(series, 'method.calls', { name: OTHER })).to.equal(3);
    expect(countOf(series, 'method.calls', { name: 'a' })).to.equal(2);
    expect(countOf(series, 'method.calls')).to.equal(7);
  });

  it('keeps what only a name beyond the limit has under _OTHER too, not under that name', () => {
    const aggregate = createAggregate({ ...limits, perMetric: 1 });
    aggregate.add(aCall({ name: 'a' }));
    aggregate.add({ kind: 'publication', name: 'a', step: 'started' });

    aggregate.add({ kind: 'method.fence', name: 'b', origin: 'client', fenceMs: 1 });
    aggregate.add({ kind: 'publication', name: 'b', step: 'stopped', lifetimeMs: 1 });
    const series = [...aggregate.close()];

    expect(find(series, 'method.fence').map(({ dims }) => dims.name)).to.deep.equal([OTHER]);
    expect(find(series, 'publication.lifetime').map(({ dims }) => dims.name)).to.deep.equal([
      OTHER,
    ]);
  });

  it('stays bounded under 100,000 names', () => {
    const aggregate = createAggregate({ ...limits, perMetric: 50 });

    for (let index = 0; index < 100_000; index++) aggregate.add(aCall({ name: `name${index}` }));

    expect(aggregate.size).to.be.at.most(7 * 51);
    expect(countOf([...aggregate.close()], 'method.calls')).to.equal(100_000);
  });

  it('stops making histograms at their limit in all, without losing a value', () => {
    const aggregate = createAggregate({ ...limits, histograms: 8 });

    for (const name of ['a', 'b', 'c', 'd', 'e']) aggregate.add(aCall({ name }));
    const series = [...aggregate.close()];

    expect(series.filter(({ kind }) => kind === 'histogram')).to.have.length.at.most(8 + 5);
    expect(countOf(series, 'method.duration')).to.equal(5);
    expect(countOf(series, 'method.run')).to.equal(5);
  });

  it('keeps a series that was idle for less than the limit', () => {
    const aggregate = createAggregate(limits);
    aggregate.add(aCall());
    for (let window = 0; window < limits.idleWindows; window++) [...aggregate.close()];

    expect(aggregate.size).to.be.greaterThan(0);
  });

  it('forgets a series that was idle as long as the limit, and starts it anew when it comes back', () => {
    const aggregate = createAggregate(limits);
    aggregate.add(aCall());
    for (let window = 0; window <= limits.idleWindows; window++) [...aggregate.close()];

    expect(aggregate.size).to.equal(0);
    aggregate.add(aCall());
    expect(countOf([...aggregate.close()], 'method.calls')).to.equal(1);
  });

  it('loses nothing of a name in use when one of its series is forgotten', () => {
    const aggregate = createAggregate(limits);
    aggregate.add(aCall({ outcome: 'error' }));
    for (let window = 0; window <= limits.idleWindows; window++) {
      aggregate.add(aCall());
      expect(countOf([...aggregate.close()], 'method.calls', { outcome: 'ok' })).to.equal(1);
    }

    aggregate.add(aCall({ outcome: 'error' }));
    expect(countOf([...aggregate.close()], 'method.calls', { outcome: 'error' })).to.equal(1);
  });

  it('counts what arrives while a window is being closed exactly once', () => {
    const aggregate = createAggregate(limits);
    for (let index = 0; index < 100; index++) aggregate.add(aCall({ name: `m${index}` }));
    const closing = aggregate.close();
    const first: Series[] = [];
    for (let step = 0; step < 50; step++) {
      const next = closing.next();
      if (!next.done) first.push(next.value);
      aggregate.add(aCall({ name: `m${step}` }));
    }
    first.push(...closing);
    const second = [...aggregate.close()];

    expect(countOf(first, 'method.calls') + countOf(second, 'method.calls')).to.equal(150);
    expect(countOf(first, 'method.run') + countOf(second, 'method.run')).to.equal(150);
  });
});
