import { expect } from 'chai';
import { RadiantError } from '../../../common/errors';
import { createCustomApi } from '../../../server/custom/custom-api';
import { createRecording } from '../../../server/custom/recording';
import { fakeRecorder } from '../../support/fake-recorder';

function setUp() {
  const record = fakeRecorder();
  const recording = createRecording();
  recording.attach(record.recorder);
  const api = createCustomApi(recording);
  /** What the window that ends now has, as metric, name, labels and value. */
  const window = () => {
    record.collect();
    return record.samples
      .splice(0)
      .flatMap((sample) =>
        sample.kind === 'metric'
          ? [[sample.metric, sample.dims.name, sample.dims.labels, sample.value]]
          : [],
      );
  };
  return { ...record, ...api, recording, window };
}

describe('Radiant.counter', () => {
  it('adds up what was added in a window, and tells nothing of one without', () => {
    const { counter, window } = setUp();
    const orders = counter('orders', { labels: { shop: 'a b', country: 'de' } });

    orders.add();
    orders.add(2.5);

    expect(window()).to.deep.equal([['app.counter', 'orders', 'country=de&shop=a+b', 3.5]]);
    expect(window()).to.deep.equal([]);
    orders.add();
    expect(window()).to.deep.equal([['app.counter', 'orders', 'country=de&shop=a+b', 1]]);
  });

  it('takes zero, and counts as a drop what is no number from 0 up', () => {
    const { counter, window, drops } = setUp();
    const orders = counter('orders');

    for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY, '1' as never]) orders.add(bad);
    orders.add(0);

    expect(window()).to.deep.equal([['app.counter', 'orders', '', 0]]);
    expect(drops).to.deep.equal({ invalid: 4 });
  });

  it('loses nothing when more handles are used in a window than are kept', () => {
    const { counter, window } = setUp();

    for (let made = 0; made < 10_001; made++) counter('orders').add();

    const sum = window().reduce((total, [, , , value]) => total + Number(value), 0);
    expect(sum).to.equal(10_001);
  });

  it('is made before an agent starts, outlives it, and counts nothing in between', () => {
    const { recording, counter, collect, samples } = setUp();
    const second = fakeRecorder();
    recording.detach();
    const orders = counter('orders');
    orders.add();

    recording.attach(second.recorder);
    orders.add(2);
    second.collect();
    collect();

    expect(samples).to.deep.equal([]);
    expect(second.samples.map((sample) => sample.kind === 'metric' && sample.value)).to.deep.equal([
      2,
    ]);
  });
});

describe('Radiant.gauge', () => {
  it('is told in every window once it is set, until it is removed', () => {
    const { gauge, window } = setUp();
    const depth = gauge('queue.depth');

    expect(window()).to.deep.equal([]);
    depth.set(-3);
    expect(window()).to.deep.equal([['app.gauge', 'queue.depth', '', -3]]);
    expect(window()).to.deep.equal([['app.gauge', 'queue.depth', '', -3]]);
    depth.remove();
    expect(window()).to.deep.equal([]);
  });

  it('keeps the value before when one is no finite number, and counts it', () => {
    const { gauge, window, drops } = setUp();
    const depth = gauge('depth');

    depth.set(1);
    for (const bad of [Number.NaN, Number.NEGATIVE_INFINITY, undefined as never]) depth.set(bad);

    expect(window()).to.deep.equal([['app.gauge', 'depth', '', 1]]);
    expect(drops).to.deep.equal({ invalid: 3 });
  });

  it('keeps its value over a restart of the agent', () => {
    const { gauge, recording } = setUp();
    const second = fakeRecorder();
    gauge('depth').set(4);

    recording.detach();
    recording.attach(second.recorder);
    second.collect();

    expect(second.samples.map((sample) => sample.kind === 'metric' && sample.value)).to.deep.equal([
      4,
    ]);
  });

  it('is read once per window, and a reading that fails is counted', () => {
    const { gauge, window, drops } = setUp();
    let reads = 0;
    gauge('sockets', { read: () => ++reads });
    gauge('broken', {
      read: () => {
        throw new Error('no');
      },
    });
    gauge('odd', { read: (() => Promise.resolve(1)) as never });

    expect(window()).to.deep.equal([['app.gauge', 'sockets', '', 1]]);
    expect(window()).to.deep.equal([['app.gauge', 'sockets', '', 2]]);
    expect(drops).to.deep.equal({ invalid: 4 });
  });

  it('is one with another of the same name and labels', () => {
    const { gauge, window } = setUp();

    gauge('depth', { labels: { b: 1, a: 2 } }).set(1);
    gauge('depth', { labels: { a: 2, b: 1 } }).set(2);

    expect(window()).to.deep.equal([['app.gauge', 'depth', 'a=2&b=1', 2]]);
  });

  it('keeps 1,000 of them, and counts what is set beyond', () => {
    const { gauge, window, drops } = setUp();

    for (let made = 0; made < 1_001; made++) gauge(`g${made}`).set(made);

    expect(window()).to.have.length(1_000);
    expect(drops).to.deep.equal({ 'series-limit': 1 });
  });
});

describe('Radiant.histogram', () => {
  it('records into the metric of its unit', () => {
    const { histogram, window } = setUp();

    histogram('import.took', { unit: 'ms' }).record(1.5);
    histogram('upload', { unit: 'bytes', labels: { kind: 'image' } }).record(2_000);
    histogram('cart.items', { unit: 'count' }).record(0);

    expect(window()).to.deep.equal([
      ['app.duration', 'import.took', '', 1.5],
      ['app.bytes', 'upload', 'kind=image', 2_000],
      ['app.count', 'cart.items', '', 0],
    ]);
  });

  it('counts as a drop what is no number from 0 up', () => {
    const { histogram, window, drops } = setUp();
    const took = histogram('took', { unit: 'ms' });

    for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY, null as never]) took.record(bad);

    expect(window()).to.deep.equal([]);
    expect(drops).to.deep.equal({ invalid: 4 });
  });

  it('refuses a unit it does not know, at once', () => {
    const { histogram } = setUp();

    for (const options of [undefined, {}, { unit: 's' }, { unit: 'toString' }]) {
      expect(() => histogram('took', options as never)).to.throw(RadiantError, "{ unit: 'ms' }");
    }
  });
});

describe('names and labels of an app’s own numbers', () => {
  const make = (name: unknown, labels?: unknown) => () =>
    setUp().counter(name as string, { labels: labels as never });
  const labelsOf = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}`, index]));

  it('accepts a letter and 99 more characters, and refuses a hundredth, and others', () => {
    expect(make(`a${'-'.repeat(99)}`)).not.to.throw();
    expect(make('Orders.by_hour-2')).not.to.throw();

    for (const name of [`a${'b'.repeat(100)}`, '', '1st', 'two words', 'ä', 7, undefined, null]) {
      expect(make(name), String(name)).to.throw(RadiantError, 'the name of a metric');
    }
  });

  it('accepts ten labels and refuses eleven', () => {
    expect(make('a', labelsOf(10))).not.to.throw();
    expect(make('a', labelsOf(11))).to.throw(RadiantError, 'at most 10 labels');
  });

  it('accepts names of 50 and texts of 200 characters, and refuses longer ones', () => {
    expect(make('a', { [`_${'x'.repeat(49)}`]: 'y'.repeat(200) })).not.to.throw();
    expect(make('a', { [`_${'x'.repeat(50)}`]: 'y' })).to.throw(RadiantError, "label's name");
    expect(make('a', { x: 'y'.repeat(201) })).to.throw(RadiantError, 'a text of 201 characters');
  });

  it('refuses what is no label, and says what came', () => {
    expect(make('a', { 'x-y': 1 })).to.throw(RadiantError, 'not "x-y"');
    expect(make('a', { x: Number.NaN })).to.throw(RadiantError, 'not NaN');
    expect(make('a', { x: null })).to.throw(RadiantError, 'not null');
    expect(make('a', 'x=1')).to.throw(RadiantError, 'labels are an object');
  });
});
