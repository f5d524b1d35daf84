import { expect } from 'chai';
import type { AnalyticsEvent } from '../../../../common/analytics/event';
import { eventBytes } from '../../../../common/record-bytes';
import type { MetricSample } from '../../../../common/sample';
import { createEventBuffer } from '../../../../server/pipeline/events/event-buffer';
import { anEvent } from '../../../support/an-event';

/** All of these weigh the same. */
const someEvents = (count: number): AnalyticsEvent[] =>
  Array.from({ length: count }, (_, index) => anEvent({ messageId: `${100 + index}` }));
const [one] = someEvents(1);
const bytesOfOne = one ? eventBytes(one) : 0;

function aBuffer({ early = 3, limit = 6 }: { early?: number; limit?: number } = {}) {
  const asked: number[] = [];
  const samples: MetricSample[] = [];
  const wanted: number[] = [];
  let room = Number.POSITIVE_INFINITY;
  const buffer = createEventBuffer({
    earlyBytes: early * bytesOfOne,
    limitBytes: limit * bytesOfOne,
    hasRoom(bytes) {
      wanted.push(bytes / bytesOfOne);
      return bytes <= room * bytesOfOne;
    },
    closeEarly: () => asked.push(samples.length),
    record: (sample) => samples.push(sample),
  });
  return {
    buffer,
    asked,
    samples,
    wanted,
    setRoom(events: number) {
      room = events;
    },
  };
}

describe('the events of a window', () => {
  it('are given in the order in which they were taken, once', () => {
    const { buffer } = aBuffer();
    const events = someEvents(3);

    const taken = events.map(buffer.add);

    expect(taken).to.deep.equal([true, true, true]);
    expect(buffer.take()).to.deep.equal(events);
    expect(buffer.take()).to.deep.equal([]);
  });

  it('ask once for the window to be closed early, when they are more than they should be', () => {
    const { buffer, asked } = aBuffer();
    const [a, b, c, d, e] = someEvents(5).map((event) => () => buffer.add(event));

    for (const add of [a, b, c]) add?.();
    expect(asked).to.deep.equal([]);
    for (const add of [d, e]) add?.();
    expect(asked).to.deep.equal([4]);

    buffer.handedOver(buffer.take());
    for (const event of someEvents(4)) buffer.add(event);
    expect(asked).to.deep.equal([4, 9]);
  });

  it('are taken up to the limit, and again once the outbox has them', () => {
    const { buffer } = aBuffer();

    expect(someEvents(7).map(buffer.add)).to.deep.equal([...new Array(6).fill(true), false]);

    const closing = buffer.take();
    expect(closing).to.have.length(6);
    expect(someEvents(1).map(buffer.add)).to.deep.equal([false]);
    buffer.handedOver(closing);
    expect(someEvents(7).map(buffer.add)).to.deep.equal([...new Array(6).fill(true), false]);
  });

  it('are not taken where batches have no room for them, with those that wait already', () => {
    const { buffer, wanted, setRoom } = aBuffer();
    setRoom(2);

    expect(someEvents(3).map(buffer.add)).to.deep.equal([true, true, false]);
    expect(wanted).to.deep.equal([1, 2, 3]);
    setRoom(3);
    expect(someEvents(1).map(buffer.add)).to.deep.equal([true]);
    expect(buffer.take()).to.have.length(3);
  });

  it('are not taken while anybody holds', () => {
    const { buffer } = aBuffer();
    const [first, second] = [buffer.hold(), buffer.hold()];

    expect(someEvents(1).map(buffer.add)).to.deep.equal([false]);
    first();
    first();
    expect(someEvents(1).map(buffer.add)).to.deep.equal([false]);
    second();
    expect(someEvents(1).map(buffer.add)).to.deep.equal([true]);
  });

  it('are counted by type, those alone that were taken', () => {
    const { buffer, samples, setRoom } = aBuffer();
    buffer.add(anEvent());
    buffer.add(anEvent({ type: 'page' }));
    setRoom(0);
    buffer.add(anEvent());

    expect(samples).to.deep.equal(
      ['track', 'page'].map((type) => {
        return { kind: 'metric', metric: 'analytics.events', dims: { type }, value: 1 };
      }),
    );
  });
});
