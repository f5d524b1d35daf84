import { expect } from 'chai';
import type { Batch } from '../../common/batch';
import { batchFromJson, batchFromPieces, batchPieces, batchToJson } from '../../common/batch-json';
import { aBatch, aSeries } from '../support/a-batch';
import { aLogEntry } from '../support/a-log-entry';
import { aTrace } from '../support/a-trace';
import { anErrorEntry } from '../support/an-error-entry';
import { everyEvent } from '../support/an-event';
import { aCoverage, aFullObserver } from '../support/an-observer';

const connects = (count: number) =>
  Array.from({ length: count }, (_, at) => aSeries('ddp.connects', { at: `${at}` }, at));

function aFullBatch(): Batch {
  const dims = { name: 'tasks.add', origin: 'client' };
  return aBatch({
    from: 1_764_000_060_000,
    series: [
      aSeries('ddp.connects', {}, 3),
      aSeries('process.cpuShare', {}, 0.1 + 0.2),
      aSeries('method.run', dims, [0, 0.001, 0.4, 12, 1e6, 1e12]),
      aSeries('method.run', dims, []),
      aSeries('publication.subscribes', { name: '\n"\u2028\ud800]}{,__proto__' }, 1),
    ],
    observers: [aFullObserver()],
    coverage: [aCoverage()],
    traces: [aTrace({ args: [{ title: '?' }] })],
    errors: [anErrorEntry()],
    logs: [aLogEntry()],
    events: everyEvent(),
    drops: { 'series-limit': 3 },
  });
}

const fromLines = (text: string): Batch => {
  const reading = batchFromPieces(text.split('\n'));
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
};
const lines = (batch: Batch) => [...batchPieces(batch)].join('\n');

describe('a batch as JSON', () => {
  it('is read back as it was, whole or in pieces', () => {
    const batch = aFullBatch();

    expect(batchFromJson(batchToJson(batch))).to.deep.equal(batch);
    expect(fromLines(lines(batch))).to.deep.equal(batch);
    expect(batchFromJson(lines(batch))).to.deep.equal(batch);
  });

  it('is what JSON.stringify makes of it, on one line', () => {
    const batch = aFullBatch();

    const json = batchToJson(batch);

    expect(json).not.to.include('\n');
    expect(JSON.parse(json)).to.deep.equal(JSON.parse(JSON.stringify(batch)));
  });

  for (const count of [0, 1, 31, 32, 33, 64, 65, 1_000]) {
    it(`has ${count} series in pieces of at most 32`, () => {
      const batch = aBatch({ series: connects(count) });

      const pieces = [...batchPieces(batch)];

      expect(fromLines(pieces.join('\n'))).to.deep.equal(batch);
      for (const piece of pieces) {
        expect(piece.match(/"metric"/g)?.length ?? 0).to.be.at.most(32);
      }
    });
  }

  it('keeps counts and buckets to the last digit', () => {
    const series = aSeries('publication.initialDocs', { name: 'many' }, [5]);
    if (series.kind !== 'histogram') throw new TypeError('no histogram');
    const value = { ...series.value, count: 2 ** 53 - 1, sum: 1 / 3, buckets: [2 ** 53 - 1] };
    const batch = aBatch({ series: [{ ...series, value }] });

    expect(fromLines(lines(batch))).to.deep.equal(batch);
  });

  it('leaves out a series whose value is no finite number', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY].map((value) =>
      aSeries('process.cpuShare', {}, value),
    );
    const good = aSeries('ddp.connects', {}, 1);

    const batch = batchFromJson(batchToJson(aBatch({ series: [...odd, good] })));

    expect(batch.series).to.deep.equal([good]);
  });

  it('lets the arguments of a trace go that are no JSON, and keeps the trace', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const trace = aTrace();
    const traces = [cycle, [1n]].map((args) => ({ ...trace, args }));

    const read = batchFromJson(batchToJson(aBatch({ traces })));

    expect(read.traces).to.deep.equal([trace, trace]);
  });

  it('refuses a text that is cut off, wherever that is', () => {
    const text = lines(aBatch({ series: connects(40) }));

    for (let end = 0; end < text.length; end += 7) {
      const cut = text.slice(0, end);
      expect(() => fromLines(cut), cut).to.throw();
      expect(() => batchFromJson(cut), cut).to.throw();
    }
  });

  it('refuses what comes behind the end', () => {
    expect(() => fromLines(`${lines(aBatch())}\n{}`)).to.throw('behind the end');
  });

  it('refuses another version, and says which it knows', () => {
    const newer = batchToJson(aBatch()).replace('{"v":1', '{"v":2');

    expect(() => batchFromJson(newer)).to.throw('version 2; this Radiant knows 1');
    expect(() => fromLines(lines(aBatch()).replace('{"v":1', '{"v":"1"'))).to.throw('version "1"');
  });

  it('refuses JSON that is no batch', () => {
    for (const text of ['null', '[]', '3', '{"v":1}', '{"v":1,"id":"a","sequences":[1,null]}']) {
      expect(() => batchFromJson(text), text).to.throw();
    }
  });
});
