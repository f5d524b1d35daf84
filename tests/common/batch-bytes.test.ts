import { expect } from 'chai';
import { batchBytes } from '../../common/batch-bytes';
import { aBatch, aSeries } from '../support/a-batch';
import { aCoverage, aHistogram, observerOf } from '../support/an-observer';
import { heapBytes } from '../support/heap-bytes';

const lifetime = () => aHistogram('lifetime', [1, 10, 100, 1_000]);

describe('batchBytes', () => {
  it('counts series, observers and coverage', () => {
    const empty = batchBytes(aBatch());
    const parts = [
      { series: [aSeries('ddp.connects', {}, 1)] },
      { observers: [observerOf('a')] },
      { coverage: [aCoverage()] },
    ];

    const each = parts.map((part) => batchBytes(aBatch(part)) - empty);

    for (const bytes of each) expect(bytes).to.be.greaterThan(100);
    expect(batchBytes(aBatch(Object.assign({}, ...parts))) - empty).to.equal(
      each.reduce((sum, bytes) => sum + bytes, 0),
    );
  });

  it('counts the characters of names and shapes, and the buckets of histograms', () => {
    const bytesOf = (fields: Parameters<typeof observerOf>[1]) =>
      batchBytes(aBatch({ observers: [observerOf('a', fields)] }));
    const shape = 'x'.repeat(1_000);
    const histogram = lifetime();

    expect(bytesOf({ shape }) - bytesOf({ shape: '' })).to.equal(2_000);
    expect(bytesOf({ lifetime: histogram }) - bytesOf({})).to.be.at.least(
      8 * histogram.buckets.length,
    );
  });

  it('is about what observers take on the heap', () => {
    const make = () =>
      Array.from({ length: 2_000 }, (_, at) =>
        observerOf(`publication.${at}`, {
          shape: `{listId: ?, number${at}: ?}`,
          cpuMs: at + 0.5,
          lifetime: lifetime(),
        }),
      );
    make(); // so that compiled code is not counted
    const before = heapBytes();

    const observers = make();

    const onHeap = heapBytes() - before;
    expect(batchBytes(aBatch({ observers }))).to.be.within(0.6 * onHeap, 1.6 * onHeap);
  });
});
