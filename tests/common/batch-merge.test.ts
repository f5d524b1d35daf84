import { expect } from 'chai';
import type { Batch } from '../../common/batch';
import { type BatchMergeOptions, follows, mergeBatches, windowsOf } from '../../common/batch-merge';
import { mergeWindows } from '../../common/observer-merge';
import { aBatch, aSeries, type BatchFields } from '../support/a-batch';
import { aLogEntry } from '../support/a-log-entry';
import { aCoverage, aFullObserver, observerOf } from '../support/an-observer';
import { drained } from '../support/drained';

const second = 1_000;

/** The window of so many, ten seconds each, of one process. */
const aWindow = (sequence: number, fields: BatchFields = {}) =>
  aBatch({
    id: `instance-a-${sequence}`,
    sequences: [sequence, sequence],
    from: sequence * 10 * second,
    ...fields,
  });

const merge = (batches: readonly Batch[], options: Partial<BatchMergeOptions> = {}) =>
  drained(mergeBatches(batches, { recordBytes: 100_000, ...options }));

describe('mergeBatches', () => {
  it('covers the windows from the first to the last, under an id made of them', () => {
    const windows = [3, 4, 5].map((sequence) => aWindow(sequence));

    const { batch } = merge(windows);

    expect(batch).to.deep.include({
      v: 1,
      id: 'instance-a-3-5',
      sequences: [3, 5],
      from: 30 * second,
      to: 60 * second,
      resource: windows[0]?.resource,
    });
  });

  it('is the same, whether windows are merged at once or in several steps', () => {
    const windows = [1, 2, 3].map((sequence) =>
      aWindow(sequence, {
        series: [aSeries('ddp.connects', {}, sequence), aSeries('oplog.lag', {}, [sequence, 5])],
        observers: [aFullObserver({ owner: { kind: 'none', name: `${sequence % 2}` } })],
        drops: { unfinished: sequence },
      }),
    );
    const [one, two, three] = windows as [Batch, Batch, Batch];

    const stepwise = merge([merge([one, two]).batch, three]);

    expect(stepwise).to.deep.equal(merge(windows));
  });

  it('adds counters, merges histograms, and keeps what a gauge last was', () => {
    const dims = { name: 'a', origin: 'client' };
    const windows = [1, 2].map((sequence) =>
      aWindow(sequence, {
        series: [
          aSeries('ddp.connects', {}, sequence),
          aSeries('method.run', dims, [sequence, 50]),
          aSeries('method.inFlight', dims, 10 - sequence),
        ],
      }),
    );

    const { batch } = merge(windows);

    expect(batch.series).to.deep.equal([
      aSeries('ddp.connects', {}, 3),
      aSeries('method.run', dims, [1, 50, 2, 50]),
      aSeries('method.inFlight', dims, 8),
    ]);
  });

  it('keeps a gauge that a later window does not tell of', () => {
    const gauge = aSeries('ddp.sessions', { state: 'parked' }, 4);

    const { batch } = merge([aWindow(1, { series: [gauge] }), aWindow(2)]);

    expect(batch.series).to.deep.equal([gauge]);
  });

  it('keeps series apart whose names differ in where they are cut only', () => {
    const series = [
      aSeries('mutation.count', { collection: 'a', op: 'b', owner: '' }, 1),
      aSeries('mutation.count', { collection: 'a', op: '', owner: 'b' }, 1),
      aSeries('mutation.docs', { collection: 'a', op: 'b', owner: '' }, 1),
    ];

    const { batch } = merge([aWindow(1, { series }), aWindow(2, { series })]);

    expect(batch.series.map(({ value }) => value)).to.deep.equal([2, 2, 2]);
  });

  it('merges observers as windows that follow each other, and coverage', () => {
    const windows = [
      [observerOf('gone', { handles: 3, created: 3 }), observerOf('stays', { handles: 1 })],
      [observerOf('stays', { handles: 2, created: 1 })],
    ];
    const batches = windows.map((observers, at) =>
      aWindow(at + 1, { observers, coverage: [aCoverage({ mutations: 2 })] }),
    );

    const { batch } = merge(batches);

    expect(batch.observers).to.deep.equal(mergeWindows(windows));
    expect(batch.coverage?.map(({ mutations }) => mutations)).to.deep.equal([4]);
  });

  it('knows of no live observer after a last window without any', () => {
    const { batch } = merge([
      aWindow(1, { observers: [observerOf('gone', { handles: 3 })] }),
      aWindow(2),
    ]);

    expect(batch.observers?.map(({ handles }) => handles)).to.deep.equal([0]);
  });

  it('adds up the losses of the windows', () => {
    const { batch } = merge([
      aWindow(1, { drops: { unfinished: 1, 'series-limit': 2 } }),
      aWindow(2, { drops: { unfinished: 3 } }),
    ]);

    expect(batch.drops).to.deep.equal({ unfinished: 4, 'series-limit': 2 });
  });

  it('has no field that none of the windows has', () => {
    const { batch } = merge([aWindow(1), aWindow(2)]);

    expect(Object.keys(batch)).to.have.members(Object.keys(aWindow(1)));
  });

  it('says how many records found no room', () => {
    const logs = [aLogEntry({ at: 1 }), aLogEntry({ at: 2 })];
    const windows = [aWindow(1, { logs }), aWindow(2, { logs })];

    expect(merge(windows).lost).to.equal(0);
    expect(merge(windows, { recordBytes: 0 }).lost).to.equal(4);
    expect(merge(windows, { recordBytes: 0 }).batch).not.to.have.property('logs');
  });

  it('leaves the windows as they are', () => {
    const batch = () =>
      aWindow(1, { series: [aSeries('oplog.lag', {}, [1])], observers: [aFullObserver()] });
    const windows = [batch(), { ...batch(), sequences: [2, 2] as const }];

    merge(windows);

    expect(windows[0]).to.deep.equal(batch());
  });

  it('pauses at every series and observer', () => {
    const series = Array.from({ length: 50 }, (_, at) =>
      aSeries('publication.subscribes', { name: `${at}` }, 1),
    );
    const observers = Array.from({ length: 50 }, (_, at) => observerOf(`${at}`));

    const windows = [1, 2].map((sequence) => aWindow(sequence, { series, observers }));

    expect([...mergeBatches(windows, { recordBytes: 0 })].length).to.be.at.least(200);
  });
});

describe('follows', () => {
  it('is so for the next window of the same process only', () => {
    const merged = merge([aWindow(1), aWindow(2)]).batch;

    expect(follows(aWindow(1), aWindow(2))).to.equal(true);
    expect(follows(merged, aWindow(3))).to.equal(true);
    expect(follows(aWindow(1), aWindow(3))).to.equal(false);
    expect(follows(aWindow(2), aWindow(2))).to.equal(false);
    expect(follows(aWindow(1), aWindow(2, { resource: { instance: 'b' } }))).to.equal(false);
  });
});

describe('windowsOf', () => {
  it('counts the windows a batch covers', () => {
    expect(windowsOf(aWindow(7))).to.equal(1);
    expect(windowsOf(merge([aWindow(7), aWindow(8)]).batch)).to.equal(2);
  });
});
