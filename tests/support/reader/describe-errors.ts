import { expect } from 'chai';
import type { ErrorEntry } from '../../../common/error-entry';
import type { ErrorsAnswer, ErrorsQuery } from '../../../common/read-errors';
import { aBatch } from '../a-batch';
import { aFullErrorEntry, anErrorEntry } from '../an-error-entry';
import type { ReaderUnderTest } from './reader-under-test';
import { describeRefused, invalidRanges } from './refuses';

/** What a reader answers about errors. */
export function describeErrors({ at, write, reader }: ReaderUnderTest): void {
  describe('of errors', () => {
    const read = (query: Partial<ErrorsQuery> = {}) =>
      reader().errors({ from: at(0), to: at(60), ...query });
    /** Of a group that `message` names, `count` of them in the second before. */
    const seen = (message: string, second: number, count = 1, fields: Partial<ErrorEntry> = {}) =>
      anErrorEntry({ message, count, firstAt: at(second) - 999, lastAt: at(second), ...fields });
    const messagesOf = ({ errors }: ErrorsAnswer) => errors.map(({ message }) => message);

    it('gives back all that one window told of a group', async () => {
      const { sample, ...entry } = aFullErrorEntry({ firstAt: at(3), lastAt: at(5), count: 4 });
      await write({ second: 0, errors: [{ ...entry, sample }] });

      const answer = await read();

      const sender = { release: '1.0.0', host: 'host-a', instance: 'instance-a' };
      expect(answer).to.deep.equal({
        from: at(0),
        to: at(60),
        errors: [
          {
            ...entry,
            firstRelease: '1.0.0',
            lastRelease: '1.0.0',
            releases: [{ release: '1.0.0', count: 4 }],
            instances: 1,
            samples: [{ ...sample, ...sender }],
          },
        ],
        more: false,
        keptFrom: at(0),
      });
    });

    it('adds up the windows and processes of a group, and tells its releases apart', async () => {
      const [old, young] = [
        { instance: 'a', release: '1' },
        { instance: 'b', release: '2' },
      ];
      await write(
        { second: 10, resource: young, errors: [seen('x', 15, 5)] },
        { second: 0, resource: old, errors: [seen('x', 5, 2), seen('y', 6)] },
        { second: 10, resource: old, errors: [seen('x', 12, 1)] },
      );

      const [x, y] = (await read()).errors;

      expect(x).to.deep.include({ count: 8, instances: 2, firstAt: at(5) - 999, lastAt: at(15) });
      expect(x).to.deep.include({ firstRelease: '1', lastRelease: '2' });
      expect(x?.releases).to.deep.equal([
        { release: '2', count: 5 },
        { release: '1', count: 3 },
      ]);
      expect(y).to.include({ count: 1, instances: 1, lastRelease: '1' });
    });

    it('knows the first of a group from before the range, but counts only the range', async () => {
      const before = { instance: 'a', release: '1' };
      await write(
        { second: 0, resource: before, errors: [seen('x', 5, 100), seen('gone', 6)] },
        { second: 20, resource: { release: '2' }, errors: [seen('x', 25, 3)] },
        { second: 40, resource: { release: '3' }, errors: [seen('x', 45, 7)] },
      );

      const answer = await read({ from: at(20), to: at(40) });

      expect(messagesOf(answer)).to.deep.equal(['x']);
      expect(answer.errors[0]).to.deep.include({
        count: 3,
        instances: 1,
        firstAt: at(5) - 999,
        firstRelease: '1',
        lastAt: at(25),
        lastRelease: '2',
        releases: [{ release: '2', count: 3 }],
      });
      expect(answer.errors[0]?.samples.map((sample) => sample.at)).to.deep.equal([at(25)]);
      expect(answer.keptFrom).to.equal(at(0));
    });

    it('shows the frame as it was last, since lines move from release to release', async () => {
      const of = (second: number, frame: string) => seen('x', second, 1, { frame });
      await write(
        { second: 10, errors: [of(15, 'app/tasks.ts:13')] },
        { second: 0, errors: [of(5, 'app/tasks.ts:12')] },
      );

      expect((await read()).errors.map(({ frame, count }) => [frame, count])).to.deep.equal([
        ['app/tasks.ts:13', 2],
      ]);
    });

    it('counts an entry as a whole where the last of it happened', async () => {
      await write({ second: 0, errors: [seen('x', 5, 4)] });

      expect(messagesOf(await read({ from: at(5) }))).to.deep.equal(['x']);
      expect(messagesOf(await read({ from: at(5) + 1 }))).to.deep.equal([]);
      expect(messagesOf(await read({ to: at(5) }))).to.deep.equal([]);
      expect(messagesOf(await read({ to: at(5) + 1 }))).to.deep.equal(['x']);
    });

    it('keeps the five newest samples, and says whose they are', async () => {
      for (const second of [0, 10, 20, 30, 40, 50]) {
        const resource = { instance: `i${second}`, release: `r${second}`, host: `h${second}` };
        await write({ second, resource, errors: [seen('x', second + 1)] });
      }

      const [group] = (await read()).errors;

      expect(group?.count).to.equal(6);
      expect(group?.samples.map(({ at: time, release }) => [time, release])).to.deep.equal(
        [50, 40, 30, 20, 10].map((second) => [at(second + 1), `r${second}`]),
      );
      expect(group?.samples[0]).to.include({ host: 'h50', instance: 'i50', message: 'no list 7' });
    });

    it('sorts by count, or by the last time', async () => {
      await write({
        second: 0,
        errors: [seen('often', 1, 9), seen('late', 8), seen('a', 3), seen('b', 2, 9)],
      });

      expect(messagesOf(await read())).to.deep.equal(['b', 'often', 'late', 'a']);
      expect(messagesOf(await read({ order: 'lastAt' }))).to.deep.equal([
        'late',
        'a',
        'b',
        'often',
      ]);
    });

    it('says whether there are more than the limit', async () => {
      const errors = Array.from({ length: 51 }, (_, index) => seen(`${index}`, 5, index + 1));
      await write({ second: 0, errors });

      const usual = await read();

      expect([usual.errors.length, usual.more]).to.deep.equal([50, true]);
      expect(usual.errors.at(-1)?.message).to.equal('1');
      expect(await read({ limit: 51 })).to.have.property('more', false);
      expect(messagesOf(await read({ limit: 1 }))).to.deep.equal(['50']);
    });

    it('gives counts per step when asked to, none where there was none', async () => {
      await write(
        { second: 0, errors: [seen('x', 1, 2), seen('y', 9)] },
        { second: 10, errors: [seen('x', 19, 3)] },
        { second: 30, errors: [seen('x', 30, 4)] },
      );

      const fine = await read({ stepMs: 10_000 });
      const coarse = await read({ stepMs: 20_000 });

      expect(fine.stepMs).to.equal(10_000);
      expect(fine.errors.map(({ points }) => points)).to.deep.equal([
        [
          [at(0), 2],
          [at(10), 3],
          [at(30), 4],
        ],
        [[at(0), 1]],
      ]);
      expect(coarse.errors[0]?.points).to.deep.equal([
        [at(0), 5],
        [at(20), 4],
      ]);
      expect((await read()).errors[0]).not.to.have.property('points');
      expect(await read()).not.to.have.property('stepMs');
    });

    describe('by what they are', () => {
      const odd = '__proto__';
      const errors = () => [
        seen('a', 4, 4, { source: 'publication' }),
        seen('b', 4, 3, { name: 'nightly', source: 'job' }),
        seen('c', 4, 2, { expected: true }),
        seen(odd, 4, 1, { name: odd, group: odd }),
      ];
      const wanted: ReadonlyArray<readonly [Partial<ErrorsQuery>, readonly string[]]> = [
        [{ source: 'publication' }, ['a']],
        [{ name: 'nightly' }, ['b']],
        [{ name: odd }, [odd]],
        [{ group: odd }, [odd]],
        [{ group: 'group of c' }, ['c']],
        [{ expected: true }, ['c']],
        [{ expected: false }, ['a', 'b', odd]],
        [{ expected: false, source: 'method' }, [odd]],
        [{ group: 'nobody' }, []],
      ];

      for (const [query, messages] of wanted) {
        it(`finds those with ${JSON.stringify(query)}`, async () => {
          await write({ second: 0, errors: errors() });

          expect(messagesOf(await read(query))).to.deep.equal(messages);
        });
      }
    });

    it('reads only the senders asked for, the first of a group too', async () => {
      const [old, young] = [
        { instance: 'a', release: '1' },
        { instance: 'b', release: '2' },
      ];
      await write(
        { second: 0, resource: old, errors: [seen('x', 5, 2)] },
        { second: 10, resource: young, errors: [seen('x', 15, 3)] },
      );

      const [x] = (await read({ resource: { release: '2' } })).errors;

      expect(x).to.include({ count: 3, instances: 1, firstAt: at(15) - 999, firstRelease: '2' });
      expect(x?.samples.map(({ release }) => release)).to.deep.equal(['2']);
    });

    it('counts an error once, however often its batch is delivered', async () => {
      const batch = aBatch({ from: at(0), errors: [seen('x', 5, 2)] });

      for (let time = 0; time < 3; time++) await write({ second: 0, ...batch });

      expect((await read()).errors[0]?.count).to.equal(2);
    });

    it('has none, and knows of no beginning, where nothing was stored', async () => {
      expect(await read()).to.deep.equal({ from: at(0), to: at(60), errors: [], more: false });
    });

    describeRefused(
      [
        ...invalidRanges(at(0)),
        ['an unknown source', { source: 'client' }, /"client".*timer.*app/],
        ['an unknown order', { order: 'newest' }, /"newest".*count, lastAt/],
        ['something between expected and not', { expected: 'yes' }, /expected is "yes".*true/],
        ['more than 500', { limit: 501 }, /limit is 501.*1 to 500/],
        ['a step of nothing', { stepMs: 0 }, /stepMs is 0.*above 0/],
        ['more than 1,000 steps', { to: at(0) + 1_001, stepMs: 1 }, /1000.*from 2/],
      ],
      read,
    );
  });
}
