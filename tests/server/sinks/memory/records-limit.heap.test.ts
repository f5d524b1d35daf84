import { expect } from 'chai';
import type { Batch } from '../../../../common/batch';
import { type MemorySink, memorySink } from '../../../../server/sinks/memory';
import { aBatch, aSeries } from '../../../support/a-batch';
import { aLogEntry } from '../../../support/a-log-entry';
import { aSpan, aTrace } from '../../../support/a-trace';
import { anErrorEntry } from '../../../support/an-error-entry';
import { anEvent } from '../../../support/an-event';
import { settledHeapBytes } from '../../../support/heap-bytes';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const mebibyte = 2 ** 20;
const start = 480_000 * hour;
const { signal } = new AbortController();

const many = (count: number) => Array.from({ length: count }, (_, at) => at);

type RecordsOf = (at: number, turn: number) => Pick<Batch, 'traces' | 'errors' | 'logs' | 'events'>;

/** A sink on a hand-wound clock. `run` lets time go by and checks the limit at every step. */
function aStore(limitBytes: number) {
  let now = start;
  let turn = 0;
  const sink: MemorySink = memorySink({ now: () => now, limitBytes });

  return {
    sink,
    now: () => now,
    async run(forMs: number, recordsOf: RecordsOf, widthMs = 10 * second) {
      for (const end = now + forMs; now < end; ) {
        now += widthMs;
        const told = { series: [aSeries('ddp.connects', {}, 1)], ...recordsOf(now - 1, turn++) };
        await sink.write(aBatch({ from: now - widthMs, to: now, ...told }), signal);
        expect(sink.sizeBytes).to.be.at.most(limitBytes);
      }
    },
    range: () => ({ from: start, to: now, limit: 500 }),
  };
}

const someTraces: RecordsOf = (at, turn) => ({
  traces: many(20).map((index) =>
    aTrace({
      at,
      name: `method.${index}`,
      ddp: `session${turn}::${index}`,
      spans: many(12).map((span) => aSpan({ startMs: span / 3, durationMs: turn / 7 + span })),
    }),
  ),
});
/** Of characters of two bytes each. */
const someLogs: RecordsOf = (at, turn) => ({
  logs: many(50).map((index) => aLogEntry({ at, message: `строка ${index} ${turn} `.repeat(8) })),
});
const someErrors: RecordsOf = (at, turn) => ({
  errors: many(40).map((index) => {
    const stack = `at ${turn} of ${index}\n`.repeat(20);
    return anErrorEntry({
      message: `error ${index + 40 * (turn % 5)}`,
      firstAt: at - 5,
      lastAt: at,
      sample: { at, message: `${turn}`, stack },
    });
  }),
});
const someEvents: RecordsOf = (at, turn) => ({
  events: many(50).map((index) =>
    anEvent({
      at,
      messageId: `${turn}-${index}`,
      properties: { title: `task ${index}`.repeat(20) },
    }),
  ),
});
const allOf: RecordsOf = (at, turn) => ({
  ...someTraces(at, turn),
  ...someLogs(at, turn),
  ...someErrors(at, turn),
  ...someEvents(at, turn),
});

describe('memorySink, at its limit with traces, errors, lines and events', function () {
  this.timeout(30_000);

  const weighed: ReadonlyArray<readonly [what: string, RecordsOf, share: number]> = [
    ['traces', someTraces, 3],
    ['lines', someLogs, 1],
    ['errors', someErrors, 1],
    ['events', someEvents, 4],
  ];

  for (const [what, recordsOf, share] of weighed) {
    it(`weighs ${what} about as the heap does, and keeps them to their share`, async () => {
      await aStore(mebibyte).run(5 * minute, recordsOf); // so that compiled code is not counted
      const empty = aStore(32 * mebibyte);
      await empty.run(2 * hour, () => ({}));
      const before = await settledHeapBytes();
      const store = aStore(32 * mebibyte);

      await store.run(2 * hour, recordsOf);

      const onHeap = (await settledHeapBytes()) - before;
      expect(store.sink.sizeBytes).to.be.greaterThan(share * 1.5 * mebibyte);
      expect(store.sink.sizeBytes - empty.sink.sizeBytes).to.be.at.most(share * 2 * mebibyte);
      expect(onHeap).to.be.within(0.6 * store.sink.sizeBytes, 1.2 * store.sink.sizeBytes);
    });
  }

  it('keeps nothing of a longer text alive', async () => {
    const store = aStore(16 * mebibyte);
    const before = await settledHeapBytes();

    await store.run(5 * minute, (at, turn) => {
      const cut = `${turn}${'x'.repeat(mebibyte)}`.slice(0, 100); // V8 keeps the whole behind it
      return {
        logs: [aLogEntry({ at, message: cut })],
        errors: [anErrorEntry({ message: cut, lastAt: at, sample: { at, message: cut } })],
      };
    });

    expect((await settledHeapBytes()) - before).to.be.below(3 * mebibyte);
  });

  it('forgets the oldest traces and lines first, and says so', async () => {
    const store = aStore(mebibyte);
    await store.run(20 * minute, allOf);

    const { traces, keptFrom = 0 } = await store.sink.reader.traces(store.range());
    const { logs, keptFrom: logsFrom = 0 } = await store.sink.reader.logs({
      ...store.range(),
      limit: 1_000,
    });

    expect(traces.length).to.be.within(20, 499);
    expect(traces[0]?.at).to.equal(store.now() - 1);
    expect(Math.min(...traces.map(({ at }) => at))).to.be.within(keptFrom - 1, keptFrom + minute);
    expect(keptFrom).to.be.greaterThan(start);
    expect(logs.length).to.be.within(50, 999);
    expect(Math.min(...logs.map(({ at }) => at))).to.be.within(logsFrom - 1, logsFrom + minute);
  });

  it('forgets the oldest events first, says so, and answers from those that are left', async () => {
    const store = aStore(mebibyte);
    await store.run(20 * minute, allOf);
    const range = { from: start, to: store.now() };

    const { events, keptFrom = 0 } = await store.sink.reader.events({ ...range, limit: 1_000 });
    const counts = await store.sink.reader.analytics({ report: 'event-counts', ...range });

    const times = events.map(({ timestamp }) => Date.parse(timestamp));
    expect(events.length).to.be.within(50, 999);
    expect(times[0]).to.equal(store.now() - 1);
    expect(Math.min(...times)).to.be.within(keptFrom - 1, keptFrom + minute);
    expect(counts).to.deep.include({ keptFrom });
    expect(counts.rows[0]?.count).to.equal(events.length);
  });

  it('counts all errors while it has room for their counts, and lets samples go before', async () => {
    const store = aStore(12 * mebibyte);
    await store.run(10 * minute, someErrors);

    const { errors, keptFrom } = await store.sink.reader.errors(store.range());

    expect(errors.length).to.equal(200);
    expect(errors.map(({ count }) => count)).to.deep.equal(many(200).map(() => 12));
    expect(errors.every(({ samples }) => samples.length >= 1)).to.equal(true);
    expect(errors.some(({ samples }) => samples.length < 5)).to.equal(true);
    expect(keptFrom).to.equal(start);
  });

  it('forgets the oldest errors when nothing else helps, and says so', async () => {
    const store = aStore(mebibyte);
    await store.run(hour, (at, turn) => ({
      errors: many(10).map((index) => anErrorEntry({ message: `${turn} ${index}`, lastAt: at })),
    }));

    const { errors, keptFrom = 0 } = await store.sink.reader.errors({
      ...store.range(),
      order: 'lastAt',
    });

    expect(errors.length).to.be.within(10, 200);
    expect(errors[0]?.lastAt).to.equal(store.now() - 1);
    expect(errors.at(-1)?.lastAt).to.be.at.least(keptFrom - 1);
    expect(keptFrom).to.be.greaterThan(start);
  });

  it('leaves to series what records do not use', async () => {
    const series = many(500).map((at) =>
      aSeries('method.run', { name: `${at}`, origin: 'client' }, [at]),
    );
    const store = aStore(mebibyte);
    for (let turn = 0; turn < 90; turn++)
      await store.run(10 * second, () => ({ series }) as object);

    expect(store.sink.sizeBytes).to.be.greaterThan(0.8 * mebibyte);
  });

  it('makes room among series for records that come', async () => {
    const series = many(500).map((at) =>
      aSeries('method.run', { name: `${at}`, origin: 'client' }, [at]),
    );
    const store = aStore(mebibyte);

    for (let turn = 0; turn < 90; turn++) {
      await store.run(10 * second, (at) => ({ series, ...allOf(at, turn) }));
    }

    const { traces } = await store.sink.reader.traces(store.range());
    expect(traces.length).to.be.greaterThan(20);
  });

  it('keeps no trace of a batch that it refuses', async () => {
    const sink = memorySink({ limitBytes: 400_000 });
    const from = Date.now() - minute;
    const series = many(2_000).map((at) =>
      aSeries('method.run', { name: `method.${at}`, origin: 'client' }, [1, 10, 100, 1_000]),
    );
    const batch = aBatch({ from, series, traces: [aTrace({ at: from })] });

    const error = await sink.write(batch, signal).catch((reason: unknown) => reason);

    expect(error).to.have.property('message').that.includes('alone is larger than');
    expect((await sink.reader.traces({ from, to: from + minute })).traces).to.deep.equal([]);
  });

  it('does not keep a trace that alone outgrows the share, and takes the next', async () => {
    const store = aStore(mebibyte);
    const args = 'x'.repeat(300_000);
    await store.run(10 * second, (at) => ({ traces: [aTrace({ at, args })] }));
    await store.run(10 * second, (at) => ({ traces: [aTrace({ at, name: 'next' })] }));

    const { traces } = await store.sink.reader.traces(store.range());

    expect(traces.map(({ name }) => name)).to.deep.equal(['next']);
  });

  it('lets the event loop have its turns while it reads, whatever is looked for', async () => {
    const store = aStore(64 * mebibyte);
    await store.run(hour, allOf);
    const { reader } = store.sink;
    const searches = [
      () => reader.logs({ ...store.range(), text: 'not there' }),
      () => reader.traces({ ...store.range(), minDurationMs: 1e9 }),
      () => reader.events({ ...store.range(), visit: 'not there' }),
      () => reader.analytics({ ...store.range(), report: 'top-pages' }),
      () => reader.forget?.({ userId: 'nobody' }),
    ];

    for (const search of searches) {
      let turns = 0;
      const turn = setInterval(() => {
        turns++;
      }, 0);
      await search();
      clearInterval(turn);

      expect(turns).to.be.greaterThan(5); // of slices of a millisecond, in some tens of them
    }
  });
});

describe('memorySink, over time with traces, errors and lines', () => {
  it('keeps them for a day, not longer', async () => {
    const store = aStore(16 * mebibyte);
    await store.run(10 * minute, allOf, 10 * minute);
    const { from, to } = store.range();
    const read = async () => {
      const { reader } = store.sink;
      const [traces, errors, logs] = await Promise.all([
        reader.traces({ from, to }),
        reader.errors({ from, to }),
        reader.logs({ from, to }),
      ]);
      return [traces.traces.length, errors.errors.length, logs.logs.length, traces.keptFrom];
    };

    await store.run(23 * hour + 50 * minute, () => ({}), 10 * minute);
    const kept = await read();
    await store.run(20 * minute, () => ({}), 10 * minute);
    const gone = await read();

    expect(kept).to.deep.equal([20, 40, 50, start]);
    expect(gone.slice(0, 3)).to.deep.equal([0, 0, 0]);
    expect(gone[3]).to.equal(to);
  });

  it('keeps events for a month by their own time, not longer', async () => {
    const store = aStore(16 * mebibyte);
    const day = 24 * hour;
    await store.run(10 * minute, someEvents, 10 * minute);
    const { from, to } = store.range();
    const read = async () => {
      const { events, keptFrom } = await store.sink.reader.events({ from, to });
      return [events.length, keptFrom];
    };

    await store.run(31 * day - hour, () => ({}), hour);
    const kept = await read();
    await store.run(2 * hour, () => ({}), hour);
    const gone = await read();

    expect(kept).to.deep.equal([50, start]);
    expect(gone).to.deep.equal([0, to]);
  });

  it('keeps an event whose time is none no longer than its batch', async () => {
    const store = aStore(16 * mebibyte);
    const bad = { ...anEvent(), timestamp: 'yesterday' };
    await store.run(hour, () => ({ events: [bad] }), hour);
    const { sizeBytes } = store.sink;

    await store.run(32 * 24 * hour, () => ({}), 24 * hour);

    expect(store.sink.sizeBytes).to.be.below(sizeBytes);
    const { events } = await store.sink.reader.events({ from: 0, to: store.now() });
    expect(events).to.deep.equal([]);
  });

  it('puts errors together as they age, and loses no count', async () => {
    const store = aStore(16 * mebibyte);
    const oneError: RecordsOf = (at, turn) => ({
      errors: [anErrorEntry({ count: turn + 1, firstAt: at - 7, lastAt: at })],
    });
    await store.run(10 * minute, oneError);
    const query = { from: start, to: store.now(), stepMs: 10 * second };
    const read = async () => {
      const { stepMs, errors } = await store.sink.reader.errors(query);
      const [group] = errors;
      return { stepMs, points: group?.points?.length, ...group, samples: undefined };
    };

    const fine = await read();
    await store.run(20 * minute, () => ({}));
    const byMinute = await read();
    await store.run(2 * hour, () => ({}), minute);
    const byTenMinutes = await read();

    const figures = { count: 1_830, firstAt: start + 10 * second - 8, lastAt: query.to - 1 };
    expect(fine).to.deep.include({ ...figures, stepMs: 10 * second });
    expect(fine.points).to.have.length(60);
    expect(byMinute).to.deep.include({ ...figures, stepMs: minute });
    expect(byMinute.points).to.have.length(10);
    expect(byTenMinutes).to.deep.include({ ...figures, stepMs: 10 * minute });
    expect(byTenMinutes.points).to.have.length(1);
  });

  it('keeps processes apart while it puts errors together', async () => {
    const store = aStore(16 * mebibyte);
    for (const instance of ['a', 'b']) {
      const errors = [anErrorEntry({ lastAt: start + 5 })];
      await store.sink.write(aBatch({ from: start, errors, resource: { instance } }), signal);
    }
    await store.run(2 * hour, () => ({}), minute);

    const [group] = (await store.sink.reader.errors(store.range())).errors;

    expect(group).to.include({ count: 2, instances: 2 });
  });
});
