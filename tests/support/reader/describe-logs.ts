import { expect } from 'chai';
import type { LogEntry } from '../../../common/log-entry';
import type { LogsAnswer, LogsQuery } from '../../../common/read-logs';
import { aBatch, aResource } from '../a-batch';
import { aFullLogEntry, aLogEntry } from '../a-log-entry';
import type { ReaderUnderTest } from './reader-under-test';
import { describeRefused, invalidRanges } from './refuses';

/** What a reader answers about lines of the log. */
export function describeLogs({ at, write, reader }: ReaderUnderTest): void {
  describe('of logs', () => {
    const read = (query: Partial<LogsQuery> = {}) =>
      reader().logs({ from: at(0), to: at(60), ...query });
    const line = (message: string, fields: Partial<LogEntry> = {}) =>
      aLogEntry({ message, at: at(1), ...fields });
    const messagesOf = ({ logs }: LogsAnswer) => logs.map(({ message }) => message);

    it('gives back all of a line, and who sent it', async () => {
      const [full, bare] = [aFullLogEntry({ at: at(2) }), aLogEntry({ at: at(1) })];
      await write({ second: 0, logs: [bare, full] });

      const answer = await read();

      const resource = aResource();
      expect(answer).to.deep.include({ from: at(0), to: at(60), more: false });
      expect(answer.logs).to.deep.equal([
        { ...full, resource },
        { ...bare, resource },
      ]);
    });

    it('gives the newest first, of one millisecond the one logged last', async () => {
      await write(
        { second: 10, logs: [line('d', { at: at(11) }), line('e', { at: at(12) })] },
        { second: 0, logs: [line('a'), line('b'), line('c')] },
      );

      expect(messagesOf(await read())).to.deep.equal(['e', 'd', 'c', 'b', 'a']);
      expect(messagesOf(await read({ limit: 4 }))).to.deep.equal(['e', 'd', 'c', 'b']);
      expect(messagesOf(await read({ limit: 3 }))).to.deep.equal(['e', 'd', 'c']);
    });

    it('counts a line to the range that holds its time', async () => {
      const times = [at(0) - 1, at(0), at(60) - 1, at(60)];
      await write({ second: 0, logs: times.map((time) => line(`${time - at(0)}`, { at: time })) });

      expect(messagesOf(await read())).to.deep.equal(['59999', '0']);
    });

    it('says whether there are more than the limit', async () => {
      const logs = Array.from({ length: 101 }, (_, index) => line(`${index}`));
      await write({ second: 0, logs: logs.slice(0, 70) }, { second: 10, logs: logs.slice(70) });

      const usual = await read();

      expect([usual.logs.length, usual.more]).to.deep.equal([100, true]);
      expect(
        [await read({ limit: 101 }), await read({ limit: 1_000 })].map(({ more }) => more),
      ).to.deep.equal([false, false]);
    });

    describe('by what they are', () => {
      const logs = () => [
        line('alpha', { level: 'debug', source: 'job', name: 'nightly' }),
        line('Beta "x" refused', { level: 'info', traceId: 'f'.repeat(32) }),
        line('gamma 100% (a.b)', { level: 'warn', source: 'method', name: 'add' }),
        line('ДЕЛЬТА', { level: 'error', from: 'console', source: 'method', name: 'run' }),
      ];
      const wanted: ReadonlyArray<readonly [Partial<LogsQuery>, readonly string[]]> = [
        [{ level: 'debug' }, ['ДЕЛЬТА', 'gamma 100% (a.b)', 'Beta "x" refused', 'alpha']],
        [{ level: 'warn' }, ['ДЕЛЬТА', 'gamma 100% (a.b)']],
        [{ level: 'error' }, ['ДЕЛЬТА']],
        [{ text: 'bETA "X"' }, ['Beta "x" refused']],
        [{ text: 'дельта' }, ['ДЕЛЬТА']],
        [{ text: '.' }, ['gamma 100% (a.b)']],
        [{ text: '100%' }, ['gamma 100% (a.b)']],
        [{ text: '' }, ['ДЕЛЬТА', 'gamma 100% (a.b)', 'Beta "x" refused', 'alpha']],
        [{ text: 'nightly' }, []],
        [{ source: 'method' }, ['ДЕЛЬТА', 'gamma 100% (a.b)']],
        [{ source: 'method', name: 'add' }, ['gamma 100% (a.b)']],
        [{ name: 'nightly', level: 'info' }, []],
        [{ traceId: 'f'.repeat(32) }, ['Beta "x" refused']],
      ];

      for (const [query, messages] of wanted) {
        it(`finds those with ${JSON.stringify(query)}`, async () => {
          await write({ second: 0, logs: logs() });

          expect(messagesOf(await read(query))).to.deep.equal(messages);
        });
      }
    });

    it('reads only the senders asked for', async () => {
      await write(
        { second: 0, resource: { host: 'a' }, logs: [line('of a')] },
        { second: 0, resource: { host: 'b', instance: 'b' }, logs: [line('of b')] },
      );

      expect(messagesOf(await read({ resource: { host: 'b' } }))).to.deep.equal(['of b']);
      expect(messagesOf(await read())).to.have.members(['of a', 'of b']);
    });

    it('keeps a line once, however often its batch is delivered', async () => {
      const batch = aBatch({ from: at(0), logs: [line('a')] });

      for (let time = 0; time < 3; time++) await write({ second: 0, ...batch });

      expect((await read()).logs).to.have.length(1);
    });

    it('says since when it has them all', async () => {
      expect(await read()).to.deep.equal({ from: at(0), to: at(60), logs: [], more: false });
      await write({ second: 10, logs: [line('a', { at: at(10) })] });

      expect((await read()).keptFrom).to.equal(at(10));
    });

    describeRefused(
      [
        ...invalidRanges(at(0)),
        ['an unknown level', { level: 'fatal' }, /"fatal".*debug, info, warn, error/],
        ['an unknown source', { source: 'timer' }, /"timer".*method/],
        ['a pattern in place of text', { text: /a/ }, /text is an object.*string/],
        ['more than 1,000', { limit: 1_001 }, /limit is 1001.*1 to 1000/],
      ],
      read,
    );
  });
}
