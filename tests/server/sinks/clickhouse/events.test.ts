import { expect } from 'chai';
import type { AnalyticsEvent } from '../../../../common/analytics/event';
import type { EventsQuery } from '../../../../common/read-events';
import { RetryableError } from '../../../../common/sink';
import { clickhouseSink } from '../../../../server/sinks/clickhouse';
import { eventRows } from '../../../../server/sinks/clickhouse/event-row';
import { aBatch } from '../../../support/a-batch';
import { aFullEvent, anEvent } from '../../../support/an-event';
import { emptied, startedClickhouse } from '../../../support/started-clickhouse';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('events in ClickHouse', function () {
  this.timeout(30_000);
  const clickhouse = startedClickhouse();
  const { signal } = new AbortController();
  const start = Math.floor(Date.now() / day) * day - 2 * day;
  const iso = (at: number) => new Date(at).toISOString();
  const sink = () => clickhouseSink({ url: clickhouse().url, asyncInsert: false });

  beforeEach(() => emptied(clickhouse()));

  /** Each list in a batch of its own, by a process of its own. */
  async function write(...batches: ReadonlyArray<readonly AnalyticsEvent[]>): Promise<void> {
    for (const [index, events] of batches.entries()) {
      const batch = aBatch({ from: start, resource: { instance: `${index}` }, events });
      await sink().write(batch, signal);
    }
  }
  const read = (query: Partial<EventsQuery> = {}) =>
    sink().reader.events({ from: start - day, to: start + day, ...query });
  const rowCount = () =>
    Number(clickhouse().query('SELECT count() FROM radiant.events', 'TabSeparated'));

  describe('that come again', () => {
    const said = { messageId: 'm', originalTimestamp: iso(start - 1), anonymousId: 'a' };
    const again = (at: number, fields: Partial<AnalyticsEvent> = {}) =>
      anEvent({ ...said, at, sentAt: iso(at), ...fields });

    it('are there once, as they came first, whatever the collector’s clock says of the second', async () => {
      const first = again(start - 1);

      await write([first], [again(start + 5)], [again(start + 20 * minute)]);

      const { events, more } = await read();
      expect(events.map(({ receivedAt }) => receivedAt)).to.deep.equal([first.receivedAt]);
      expect(more).to.equal(false);
      expect(await read({ from: start })).to.deep.include({ events: [] });
    });

    it('are there once when both come in one batch', async () => {
      await write([again(start), again(start + 1), anEvent({ at: start })]);

      const { events } = await read();
      expect(events.map(({ timestamp }) => timestamp)).to.deep.equal([iso(start), iso(start)]);
    });

    it('take no room for long', async () => {
      await write([again(start)], [again(start + 1)]);
      const before = rowCount();

      clickhouse().query('OPTIMIZE TABLE radiant.events FINAL');

      expect([before, rowCount()]).to.deep.equal([2, 1]);
      expect((await read()).events[0]?.timestamp).to.equal(iso(start));
    });

    it('are others where the write key is another', async () => {
      await write([again(start), again(start, { writeKey: 'other' })]);

      const { events } = await read();
      expect(events.map(({ writeKey }) => writeKey)).to.deep.equal(['other', 'radiant']);
    });

    it('are there once where the sender’s clock is years off', async () => {
      for (const originalTimestamp of ['1970-01-01T00:00:00Z', iso(8.64e15), 'yesterday']) {
        emptied(clickhouse());

        await write(
          [again(start, { originalTimestamp })],
          [again(start + 5, { originalTimestamp })],
        );

        expect((await read()).events).to.have.length(1);
      }
    });
  });

  it('are left out where their time is none, and cost no other', async () => {
    await write([
      anEvent({ at: start, timestamp: 'soon' }),
      anEvent({ at: start, timestamp: iso(8.64e15) }),
      anEvent({ at: start, timestamp: '1899-12-31T23:59:59.999Z' }),
      anEvent({ at: start, messageId: 'good' }),
    ]);

    const { events } = await read({ from: -8.64e15, to: 8.64e15 });
    expect(events.map(({ messageId }) => messageId)).to.deep.equal(['good']);
  });

  it('have a row up to the first and the last time that ClickHouse has a date for', () => {
    const first = Date.parse('1900-01-01T00:00:00.000Z');
    const last = Date.parse('2299-12-31T23:59:59.000Z');

    const rows = [first - 1, first, last, last + 1].map((at) => eventRows()(anEvent({ at })));

    expect(rows.map((row) => row && 'at' in row && row.at)).to.deep.equal([
      undefined,
      '1900-01-01 00:00:00.000',
      '2299-12-31 23:59:59.000',
      undefined,
    ]);
  });

  it('have U+FFFD for half of a surrogate pair, and a backslash as it is', async () => {
    const properties = { 'a\ud83d': '\udc00b', 'c\\ud800': '\\ud83d \\\\', d: '😀' };

    await write([aFullEvent({ at: start, properties, userId: 'u\ud83d', event: '\\' })]);

    const [event] = (await read({ userId: 'u\ufffd' })).events;
    expect(event?.properties).to.deep.equal({
      'a\ufffd': '\ufffdb',
      'c\\ud800': '\\ud83d \\\\',
      d: '😀',
    });
    expect(event?.event).to.equal('\\');
  });

  it('are found by a text without a character only where they have one', async () => {
    const context = { visit: { id: '', startedAt: 0, sequence: 1 } };
    const empty = { userId: '', anonymousId: '', event: '', name: '', context };
    await write([
      anEvent({ at: start, messageId: 'empty', ...empty }),
      anEvent({ at: start, messageId: 'page', type: 'page', anonymousId: 'a' }),
    ]);

    for (const field of ['userId', 'anonymousId', 'event', 'name', 'visit']) {
      const { events } = await read({ [field]: '' });

      expect(
        events.map(({ messageId }) => messageId),
        field,
      ).to.deep.equal(['empty']);
    }
  });

  it('give no funnel where the answer breaks off', async () => {
    await write([anEvent({ at: start })]);
    clickhouse().intercept = ({ sql }, response) => {
      if (!sql.startsWith('SELECT person AS p')) return false;
      response.writeHead(200, { 'content-length': '100' }).write('{"p":"a","a":0,"s":1}\n');
      setImmediate(() => response.destroy());
      return true;
    };

    const error = await sink()
      .reader.analytics({
        report: 'funnel',
        from: start,
        to: start + day,
        steps: [{ event: 'a' }, { event: 'b' }],
        withinMs: day,
      })
      .catch((reason: unknown) => reason);
    clickhouse().intercept = undefined;

    expect(error).to.be.instanceOf(RetryableError);
    expect(error)
      .to.have.property('message')
      .that.matches(/ClickHouse did not answer/);
  });
});
