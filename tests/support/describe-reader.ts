import { expect } from 'chai';
import type { Batch } from '../../common/batch';
import type { Reader } from '../../common/reader';
import type { Sink } from '../../common/sink';
import { aBatch, aSeries } from './a-batch';
import { onlyValue, valuesOf } from './reader/answers';
import { describeAnalytics } from './reader/describe-analytics';
import { describeCounters } from './reader/describe-counters';
import { describeErrors } from './reader/describe-errors';
import { describeEvents } from './reader/describe-events';
import { describeForget } from './reader/describe-forget';
import { describeGauges } from './reader/describe-gauges';
import { describeHistograms } from './reader/describe-histograms';
import { describeLogs } from './reader/describe-logs';
import { describeObservers } from './reader/describe-observers';
import { describeInvalidQueries } from './reader/describe-queries';
import { describeSenders } from './reader/describe-senders';
import { describeTraces } from './reader/describe-traces';
import type { ReaderUnderTest } from './reader/reader-under-test';

export type ReadableSink = Sink & { readonly reader: Reader };

/** Makes an empty sink that can be read, on a clock of epoch milliseconds. */
export type MakeReadableSink = (options: {
  readonly now: () => number;
}) => ReadableSink | Promise<ReadableSink>;

/** A reader's answers must be there as soon as `write` has resolved. */
export function describeReader(makeSink: MakeReadableSink): void {
  describe('its reader', () => {
    // On a full ten minutes, so that no store cuts the tests' windows in two, and young enough for any retention.
    const start = Math.floor(Date.now() / 600_000) * 600_000 - 1_200_000;
    const at = (seconds: number) => start + seconds * 1_000;
    const { signal } = new AbortController();
    let sink: ReadableSink;

    beforeEach(async () => {
      sink = await makeSink({ now: () => at(600) });
    });

    afterEach(async () => {
      await sink.close?.();
    });

    const underTest: ReaderUnderTest = {
      at,
      async write(...batches) {
        for (const { second, ...fields } of batches) {
          await sink.write(aBatch({ from: at(second), ...fields }), signal);
        }
      },
      read: (query) => sink.reader.read({ from: at(0), to: at(60), ...query }),
      reader: () => sink.reader,
    };
    const { read, write } = underTest;

    describeCounters(underTest);
    describeHistograms(underTest);
    describeGauges(underTest);
    describeSenders(underTest);
    describeObservers(underTest);
    describeTraces(underTest);
    describeErrors(underTest);
    describeLogs(underTest);
    describeEvents(underTest);
    describeAnalytics(underTest);
    describeForget(underTest);
    describeInvalidQueries(underTest);

    it('counts a batch once, however often it is delivered', async () => {
      const batch: Batch = aBatch({ from: at(0), series: [aSeries('ddp.connects', {}, 7)] });

      for (let time = 0; time < 3; time++) await sink.write(batch, signal);

      expect(onlyValue(await read({ metric: 'ddp.connects', stat: 'sum' }))).to.equal(7);
    });

    it('has no rows where nothing was stored', async () => {
      expect((await read({ metric: 'ddp.connects', stat: 'rate' })).rows).to.deep.equal([]);
      expect(await sink.reader.resources({ from: at(0), to: at(60) })).to.deep.equal([]);
    });

    it('keeps apart names with anything in them', async () => {
      const names = ['__proto__', 'a.b', 'a","b', '$x', '\u0000', 'ключ'];
      await write({
        second: 0,
        series: names.map((name, index) => aSeries('publication.subscribes', { name }, index + 1)),
      });

      for (const [index, name] of names.entries()) {
        const dims = { name };
        const answer = await read({ metric: 'publication.subscribes', stat: 'sum', dims });

        expect(onlyValue(answer)).to.equal(index + 1);
      }
    });

    it('answers a minute in windows of a second', async () => {
      for (let second = 0; second < 60; second++) {
        const series = [aSeries('ddp.connects', {}, second)];
        await write({ second, to: at(second + 1), series });
      }

      const answer = await read({ metric: 'ddp.connects', stat: 'rate', stepMs: 1_000 });

      expect(answer.stepMs).to.equal(1_000);
      expect(valuesOf(answer)).to.deep.equal(Array.from({ length: 60 }, (_, second) => second));
    });
  });
}
