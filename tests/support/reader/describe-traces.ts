import { expect } from 'chai';
import type { TracesAnswer, TracesQuery } from '../../../common/read-traces';
import type { Trace } from '../../../common/trace';
import { aBatch, aResource } from '../a-batch';
import { aFullTrace, aSpan, aTrace } from '../a-trace';
import type { ReaderUnderTest } from './reader-under-test';
import { describeRefused, invalidRanges } from './refuses';

/** What a reader answers about traces. */
export function describeTraces({ at, write, reader }: ReaderUnderTest): void {
  describe('of traces', () => {
    const read = (query: Partial<TracesQuery> = {}) =>
      reader().traces({ from: at(0), to: at(60), ...query });
    const named = (name: string, fields: Partial<Trace> = {}) =>
      aTrace({ name, at: at(1), ...fields });
    const namesOf = ({ traces }: TracesAnswer) => traces.map(({ name }) => name);

    it('gives back all of a trace, and who sent it', async () => {
      const [full, bare] = [aFullTrace({ at: at(2) }), aTrace({ at: at(1) })];
      await write({ second: 0, traces: [bare, full], resource: { instance: 'a' } });

      const answer = await read();

      const resource = aResource({ instance: 'a' });
      expect(answer).to.deep.include({ from: at(0), to: at(60), more: false });
      expect(answer.traces).to.deep.equal([
        { ...full, resource },
        { ...bare, resource },
      ]);
    });

    it('leaves out spans, and nothing else, when told so', async () => {
      const { spans, ...rest } = aFullTrace({ at: at(2) });
      await write({ second: 0, traces: [{ ...rest, spans }] });

      expect((await read({ spans: false })).traces).to.deep.equal([
        { ...rest, resource: aResource() },
      ]);
    });

    it('counts a trace to the range that holds its start, however long it took', async () => {
      const [first, last] = [named('first', { at: at(0) }), named('last', { at: at(60) - 1 })];
      const [early, late] = [named('early', { at: at(0) - 1 }), named('late', { at: at(60) })];
      const durationMs = 30_000;
      await write({
        second: 50,
        traces: [first, last, early, late].map((trace) => ({ ...trace, durationMs })),
      });

      expect(namesOf(await read())).to.deep.equal(['last', 'first']);
    });

    it('gives the newest first, whichever batch they came in', async () => {
      await write(
        { second: 20, traces: [named('c', { at: at(22) }), named('d', { at: at(23) })] },
        { second: 0, traces: [named('b', { at: at(2) }), named('a', { at: at(1) })] },
        { second: 30, traces: [named('started early', { at: at(1.5) })] },
      );

      expect(namesOf(await read())).to.deep.equal(['d', 'c', 'b', 'started early', 'a']);
    });

    it('gives the slowest first when asked to', async () => {
      const slow = (name: string, durationMs: number, second: number) =>
        named(name, { durationMs, at: at(second) });
      await write(
        { second: 0, traces: [slow('a', 5, 1), slow('b', 900, 2), slow('c', 5, 3)] },
        { second: 10, traces: [slow('d', 1_000.5, 11), slow('e', 0, 12)] },
      );

      expect(namesOf(await read({ order: 'slowest' }))).to.deep.equal(['d', 'b', 'c', 'a', 'e']);
      expect(namesOf(await read({ order: 'slowest', limit: 3 }))).to.deep.equal(['d', 'b', 'c']);
    });

    it('says whether there are more than the limit', async () => {
      const traces = Array.from({ length: 51 }, (_, index) => named(`${index}`, { at: at(index) }));
      await write(
        { second: 0, traces: traces.slice(0, 20) },
        { second: 20, traces: traces.slice(20) },
      );

      const usual = await read();

      expect([usual.traces.length, usual.more]).to.deep.equal([50, true]);
      expect(usual.traces.at(-1)?.name).to.equal('1');
      expect(await read({ limit: 51 })).to.have.property('more', false);
      expect(await read({ limit: 1 })).to.have.property('more', true);
      expect(namesOf(await read({ limit: 1 }))).to.deep.equal(['50']);
      expect(await read({ limit: 500 })).to.have.property('more', false);
    });

    describe('by what they are', () => {
      const odd = 'a","b\\ {"kind":"job"} ключ\u2028';
      const traces = () => [
        named('a', { kind: 'publication', durationMs: 99.5 }),
        named('b', { outcome: 'denied', durationMs: 100 }),
        named('c', { kept: 'asked', durationMs: 200 }),
        named('d', { userId: 'ann', ddp: 's::1' }),
        named('e', { userId: 'bob', ddp: 's::2', traceId: 'f'.repeat(32) }),
        named(odd),
      ];
      const wanted: ReadonlyArray<readonly [Partial<TracesQuery>, readonly string[]]> = [
        [{ kind: 'publication' }, ['a']],
        [{ outcome: 'denied' }, ['b']],
        [{ kept: 'asked' }, ['c']],
        [{ userId: 'ann' }, ['d']],
        [{ ddp: 's::2' }, ['e']],
        [{ traceId: 'f'.repeat(32) }, ['e']],
        [{ name: 'c' }, ['c']],
        [{ name: odd }, [odd]],
        [{ minDurationMs: 100 }, ['c', 'b']],
        [{ minDurationMs: 100, kept: 'random' }, ['b']],
        [{ userId: 's::1' }, []],
        [{ name: 'nobody' }, []],
        [{ name: undefined, kind: undefined, resource: undefined, kept: 'asked' }, ['c']],
      ];

      for (const [query, names] of wanted) {
        it(`finds those with ${JSON.stringify(query)}`, async () => {
          await write({ second: 0, traces: traces() });

          expect(namesOf(await read({ order: 'slowest', ...query }))).to.deep.equal(names);
        });
      }
    });

    it('gives each process’ part of one trace, and reads only the senders asked for', async () => {
      const part = { traceId: 'a'.repeat(32) };
      await write(
        { second: 0, resource: { release: '1' }, traces: [named('caller', part)] },
        { second: 0, resource: { instance: 'b', release: '2' }, traces: [named('called', part)] },
      );

      expect(namesOf(await read(part))).to.have.members(['caller', 'called']);
      expect(namesOf(await read({ resource: { release: '2' } }))).to.deep.equal(['called']);
    });

    it('keeps a trace once, however often its batch is delivered', async () => {
      const batch = aBatch({ from: at(0), traces: [named('a')] });

      for (let time = 0; time < 3; time++) await write({ second: 0, ...batch });

      expect((await read()).traces).to.have.length(1);
    });

    it('says since when it has them all', async () => {
      expect(await read()).to.deep.equal({ from: at(0), to: at(60), traces: [], more: false });
      await write({ second: 10, traces: [named('a', { spans: [aSpan(), aSpan()] })] });
      await write({ second: 20 });

      expect((await read()).keptFrom).to.equal(at(10));
    });

    describeRefused(
      [
        ...invalidRanges(at(0)),
        ['an unknown kind', { kind: 'methods' }, /kind is "methods".*publication/],
        ['an unknown outcome', { outcome: 'fine' }, /"fine".*aborted/],
        ['an unknown reason', { kept: 'lucky' }, /"lucky".*random/],
        ['an unknown order', { order: 'oldest' }, /"oldest".*newest, slowest/],
        ['a negative duration', { minDurationMs: -1 }, /minDurationMs is -1/],
        ['a duration without end', { minDurationMs: Number.POSITIVE_INFINITY }, /minDurationMs/],
        ['more than 500', { limit: 501 }, /limit is 501.*1 to 500/],
        ['something between spans and none', { spans: 'no' }, /spans is "no".*true or false/],
        ['an id that is no text', { traceId: 7 }, /traceId is 7.*string/],
      ],
      read,
    );
  });
}
