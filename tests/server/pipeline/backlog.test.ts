import { expect } from 'chai';
import { eventBytes } from '../../../common/record-bytes';
import { createBacklog, waitingOf } from '../../../server/pipeline/backlog';
import { aBatch } from '../../support/a-batch';
import { anEvent } from '../../support/an-event';

const eventOf = (index: number) => anEvent({ messageId: `${1_000 + index}` });
const perEvent = eventBytes(eventOf(0));

/** A window of ten seconds with so many events. */
const windowOf = (sequence: number, events: number) =>
  waitingOf(
    aBatch({
      id: `${sequence}`,
      sequences: [sequence, sequence],
      from: (sequence - 1) * 10_000,
      ...(events > 0
        ? { events: Array.from({ length: events }, (_, index) => eventOf(index)) }
        : {}),
    }),
  );

/** Windows that wait, by the number of their events; merged, no more than ten. */
function aBacklog(...counts: readonly number[]) {
  const backlog = createBacklog({ mergedEventBytes: 10 * perEvent });
  for (const [index, count] of counts.entries()) backlog.push(windowOf(index + 1, count));
  return backlog;
}

const idsOf = (waiting: ReturnType<ReturnType<typeof createBacklog>['mergeable']>) =>
  waiting?.map(({ batch }) => batch.id).join('');

describe('what waits for a sink', () => {
  it('may be merged as long as its events are not too many together', () => {
    expect(idsOf(aBacklog(0, 0, 0).mergeable())).to.equal('123');
    expect(idsOf(aBacklog(5, 0, 5).mergeable())).to.equal('123');
    expect(idsOf(aBacklog(5, 0, 6).mergeable())).to.equal('12');
    expect(idsOf(aBacklog(10, 1, 1).mergeable())).to.equal('23');
    expect(idsOf(aBacklog(6, 6, 4).mergeable())).to.equal('23');
    expect(idsOf(aBacklog(10, 10).mergeable())).to.equal(undefined);
    expect(idsOf(aBacklog(11, 11).mergeable())).to.equal(undefined);
  });

  it('is let go of where it has no events, else where it is oldest', () => {
    const backlog = aBacklog(1, 0, 1, 0);

    const order = [1, 2, 3, 4, 5].map(() => backlog.takeLeast()?.batch.id);

    expect(order).to.deep.equal(['2', '4', '1', '3', undefined]);
    expect([backlog.length, backlog.bytes]).to.deep.equal([0, 0]);
  });

  it('is where it was when it is put back', () => {
    const backlog = aBacklog(1, 0);
    const { bytes } = backlog;
    const oldest = backlog.take();

    if (oldest) backlog.putBack(oldest);

    expect(backlog.bytes).to.equal(bytes);
    expect(backlog.take()).to.equal(oldest);
  });
});
