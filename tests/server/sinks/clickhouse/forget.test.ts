import { expect } from 'chai';
import { clickhouseSink } from '../../../../server/sinks/clickhouse';
import { aBatch } from '../../../support/a-batch';
import { anEvent } from '../../../support/an-event';
import { emptied, rowsOfAll, startedClickhouse } from '../../../support/started-clickhouse';

const hour = 3_600_000;

describe('a person whom a ClickHouse sink forgets', function () {
  this.timeout(30_000);
  const clickhouse = startedClickhouse();
  const { signal } = new AbortController();
  const start = Date.now() - hour;
  const odd = 'a\\b\n\t\'"{x:String}\0ключ😀 OR 1 = 1';
  const sink = () => clickhouseSink({ url: clickhouse().url, asyncInsert: false });
  const batch = () =>
    aBatch({
      from: start,
      events: [
        anEvent({ at: start, messageId: 'a', userId: 'ann', anonymousId: 'v1' }),
        anEvent({ at: start, messageId: 'b', userId: 'bob', anonymousId: 'v1' }),
        anEvent({ at: start, messageId: 'c', anonymousId: 'v1' }),
        anEvent({ at: start, messageId: 'd', anonymousId: odd }),
        anEvent({ at: start, messageId: 'e', anonymousId: 'ann' }),
      ],
    });

  async function left(): Promise<string> {
    const { events } = await sink().reader.events({ from: start, to: start + hour });
    return events.map(({ messageId }) => messageId).join('');
  }
  const forget = async (query: object) => sink().reader.forget?.(query);

  beforeEach(async () => {
    emptied(clickhouse());
    await sink().write(batch(), signal);
  });

  const cases: ReadonlyArray<readonly [what: object, events: number, rest: string]> = [
    [{ userId: 'ann' }, 1, 'bcde'],
    [{ anonymousId: 'v1' }, 3, 'de'],
    [{ userId: 'ann', anonymousId: 'ann' }, 2, 'bcd'],
    [{ anonymousId: odd }, 1, 'abce'],
    [{ userId: 'nobody' }, 0, 'abcde'],
    [{ userId: "' OR user_id != '" }, 0, 'abcde'],
  ];

  for (const [what, events, rest] of cases) {
    it(`is gone, and nobody else: ${JSON.stringify(what)}`, async () => {
      expect(await forget(what)).to.deep.equal({ events });
      expect(await left()).to.equal(rest);
    });
  }

  it('is nowhere in the tables any more, where an event came twice neither', async () => {
    const [event] = batch().events ?? [];
    await sink().write(aBatch({ from: start, events: event ? [event] : [] }), signal);

    const forgotten = await forget({ anonymousId: 'v1' });

    expect(forgotten).to.deep.equal({ events: 3 });
    expect(rowsOfAll(clickhouse())).to.include('"d"').and.not.to.include('v1');
  });

  it('does not come back with a batch that is delivered again', async () => {
    const again = batch();
    const one = sink();
    await one.write(again, signal);
    await forget({ userId: 'bob' });

    await one.write(again, signal);

    expect(await left()).to.equal('acde');
  });

  it('is told by an id', async () => {
    const error = await forget({}).catch((reason: unknown) => reason);

    expect(error).to.have.property('code', 'forget-invalid');
    expect(await left()).to.equal('abcde');
  });
});
