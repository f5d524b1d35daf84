import { expect } from 'chai';
import { quantile } from '../../../common/histogram';
import { OTHER } from '../../../common/metrics';
import type { MutationSample, StreamSample } from '../../../common/sample';
import { createAggregate } from '../../../server/pipeline/aggregate/aggregate';
import { countOf, find } from '../../support/series';

const limits = { perMetric: 1_000, histograms: 10_000, idleWindows: 3 };

const aWrite = (given: Partial<MutationSample> = {}): MutationSample => ({
  kind: 'mutation',
  collection: 'tasks',
  op: 'insert',
  owner: 'method:tasks.add',
  isFirst: true,
  docs: 1,
  failed: false,
  durationMs: 3,
  ...given,
});

const anEvent = (given: Partial<StreamSample> = {}): StreamSample => ({
  kind: 'stream',
  source: 'oplog',
  collection: 'tasks',
  lagMs: 4,
  ...given,
});

describe('aggregate of writes', () => {
  it('keeps count, documents and duration by collection, operation and owner', () => {
    const aggregate = createAggregate(limits);

    aggregate.add(aWrite());
    aggregate.add(aWrite({ docs: 4, op: 'remove', owner: 'none' }));
    aggregate.add(aWrite({ docs: 2 }));
    const series = [...aggregate.close()];

    const dims = { collection: 'tasks', op: 'insert', owner: 'method:tasks.add' };
    expect(find(series, 'mutation.count', dims)[0]).to.deep.equal({
      metric: 'mutation.count',
      kind: 'counter',
      unit: 'count',
      dims,
      value: 2,
    });
    expect(countOf(series, 'mutation.docs', dims)).to.equal(3);
    expect(countOf(series, 'mutation.docs', { op: 'remove', owner: 'none' })).to.equal(4);
    const [duration] = find(series, 'mutation.duration', dims);
    expect(duration?.kind === 'histogram' && quantile(duration.value, 0.5)).to.be.closeTo(3, 0.075);
    expect(find(series, 'mutation.errors')).to.deep.equal([]);
  });

  it('counts a refused write, and as an error', () => {
    const aggregate = createAggregate(limits);

    aggregate.add(aWrite({ failed: true, docs: 0 }));
    const series = [...aggregate.close()];

    expect(countOf(series, 'mutation.count')).to.equal(1);
    expect(countOf(series, 'mutation.errors')).to.equal(1);
    expect(find(series, 'mutation.docs')).to.deep.equal([]);
  });

  it('adds the documents of a further step, and does not count the write again', () => {
    const aggregate = createAggregate(limits);

    aggregate.add(aWrite({ op: 'upsert', docs: 0 }));
    aggregate.add(aWrite({ op: 'upsert', isFirst: false, durationMs: undefined }));
    const series = [...aggregate.close()];

    expect(countOf(series, 'mutation.count')).to.equal(1);
    expect(countOf(series, 'mutation.docs')).to.equal(1);
    expect(countOf(series, 'mutation.duration')).to.equal(1);
  });

  it('keeps all it can tell apart up to the limit; beyond it, collection and owner are _OTHER', () => {
    const aggregate = createAggregate({ ...limits, perMetric: 3 });

    for (const collection of ['a', 'b', 'c']) aggregate.add(aWrite({ collection }));
    expect(aggregate.takeFolded()).to.equal(0);
    for (const collection of ['d', 'e']) aggregate.add(aWrite({ collection }));
    aggregate.add(aWrite({ collection: 'f', owner: 'none', op: 'remove', failed: true }));
    expect(aggregate.takeFolded()).to.be.at.least(3);
    const series = [...aggregate.close()];

    expect(countOf(series, 'mutation.count')).to.equal(6);
    expect(
      countOf(series, 'mutation.count', { collection: OTHER, op: 'insert', owner: OTHER }),
    ).to.equal(2);
    expect(
      countOf(series, 'mutation.count', { collection: OTHER, op: 'remove', owner: OTHER }),
    ).to.equal(1);
  });

  it('names nobody for what is beyond the limit, not even in a metric that has room', () => {
    const aggregate = createAggregate({ ...limits, perMetric: 2 });

    for (const collection of ['a', 'b', 'c', 'd']) {
      aggregate.add(aWrite({ collection, failed: collection > 'b' }));
    }
    const series = [...aggregate.close()];

    expect(find(series, 'mutation.errors').map(({ dims, value }) => [dims, value])).to.deep.equal([
      [{ collection: OTHER, op: 'insert', owner: OTHER }, 2],
    ]);
  });

  it('stays bounded under 100,000 collections and owners', () => {
    const aggregate = createAggregate({ ...limits, perMetric: 50 });

    for (let index = 0; index < 100_000; index++) {
      aggregate.add(aWrite({ collection: `c${index}`, owner: `method:m${index}` }));
      aggregate.add(anEvent({ collection: `c${index}` }));
    }

    expect(aggregate.size).to.be.at.most(5 * 51);
    const series = [...aggregate.close()];
    expect(countOf(series, 'mutation.count')).to.equal(100_000);
    expect(countOf(series, 'oplog.entries')).to.equal(100_000);
  });
});

describe('aggregate of streams', () => {
  it('keeps events and lag by collection, the oplog’s and change streams’ apart', () => {
    const aggregate = createAggregate(limits);

    aggregate.add(anEvent());
    aggregate.add(anEvent({ lagMs: undefined }));
    aggregate.add(anEvent({ source: 'changeStream', collection: 'lists', lagMs: 8 }));
    const series = [...aggregate.close()];

    expect(countOf(series, 'oplog.entries', { collection: 'tasks' })).to.equal(2);
    expect(countOf(series, 'oplog.lag', { collection: 'tasks' })).to.equal(1);
    expect(countOf(series, 'changeStream.events', { collection: 'lists' })).to.equal(1);
    expect(countOf(series, 'changeStream.lag', { collection: 'lists' })).to.equal(1);
    expect(series).to.have.length(4);
  });
});
