import { expect } from 'chai';
import { aCollector, anEvent, startedAt, takeIn } from './a-collector';

const iso = (at: number) => new Date(at).toISOString();

describe('the time of an event', () => {
  const sent = (times: Record<string, unknown>) => {
    const collector = aCollector();
    takeIn(collector, anEvent(times));
    return collector.events[0]?.timestamp;
  };

  it('is corrected by years where the sender’s clock is off by years', () => {
    expect(
      sent({ timestamp: '1999-01-01T00:00:00.000Z', sentAt: '1999-01-01T00:00:05.000Z' }),
    ).to.equal(iso(startedAt - 5_000));
    expect(
      sent({ timestamp: '2051-06-01T00:00:00.000Z', sentAt: '2051-06-01T00:01:00.000Z' }),
    ).to.equal(iso(startedAt - 60_000));
  });

  it('prefers the original time to one that somebody corrected', () => {
    const times = { timestamp: iso(startedAt), originalTimestamp: iso(startedAt - 7_000) };

    expect(sent({ ...times, sentAt: iso(startedAt) })).to.equal(iso(startedAt - 7_000));
  });

  it('is the sender’s where it does not say when it sent', () => {
    expect(sent({ timestamp: iso(startedAt - 1_000) })).to.equal(iso(startedAt - 1_000));
  });

  const day = 24 * 60 * 60_000;
  const edges: ReadonlyArray<readonly [given: number, kept: number]> = [
    [startedAt - 30 * day, startedAt - 30 * day],
    [startedAt - 30 * day - 1, startedAt - 30 * day],
    [startedAt + day, startedAt + day],
    [startedAt + day + 1, startedAt + day],
  ];
  for (const [given, kept] of edges) {
    it(`is between 30 days ago and a day ahead (${iso(given)})`, () => {
      expect(sent({ timestamp: iso(given) })).to.equal(iso(kept));
    });
  }

  for (const wrong of ['yesterday', '2026-13-45T99:99', '2026-11-28', 1_700_000_000, '', {}]) {
    it(`is that of the receipt where it cannot be read (${JSON.stringify(wrong)})`, () => {
      expect(sent({ timestamp: wrong })).to.equal(iso(startedAt));
    });
  }
});

describe('an event that comes twice', () => {
  it('is stored once per write key', () => {
    const collector = aCollector({ options: { writeKeys: ['other'] } });

    for (const writeKey of ['radiant', 'radiant', 'other']) {
      takeIn(collector, anEvent({ messageId: 'm', writeKey }));
    }

    expect(collector.events.map(({ writeKey }) => writeKey)).to.deep.equal(['radiant', 'other']);
    expect(collector.drops()).to.deep.equal({ duplicate: 1 });
  });

  it('is stored when there was no room the first time', () => {
    let hasRoom = false;
    const stored: string[] = [];
    const store = ({ messageId }: { messageId: string }) => {
      if (hasRoom) stored.push(messageId);
      return hasRoom;
    };
    const collector = aCollector({ store });

    const first = takeIn(collector, anEvent({ messageId: 'm' }));
    hasRoom = true;
    const second = takeIn(collector, anEvent({ messageId: 'm' }));

    expect([first, second]).to.deep.equal(['no-room', 'taken']);
    expect(stored).to.deep.equal(['m']);
    expect(collector.drops()).to.deep.equal({ 'no-room': 1 });
  });

  it('is new after more than a day', async () => {
    const collector = aCollector();
    const hour = 60 * 60_000;

    takeIn(collector, anEvent({ messageId: 'm' }));
    await collector.clock.advance(24 * hour);
    takeIn(collector, anEvent({ messageId: 'm' }));
    await collector.clock.advance(8 * hour + 1);
    takeIn(collector, anEvent({ messageId: 'm' }));

    expect(collector.events).to.have.length(2);
  });
});
