import { expect } from 'chai';
import type { AnalyticsEvent } from '../../../common/analytics/event';

/** Expects that all events are there that were queued, each once, and every visit in order. */
export function expectOnceAndInOrder(
  events: readonly AnalyticsEvent[],
  made: readonly string[],
): void {
  const ids = events.map(({ messageId }) => messageId);
  expect(ids, 'each event once').to.have.members(made);
  expect(new Set(ids).size, 'no event twice').to.equal(ids.length);

  for (const visit of new Set(events.map(({ context }) => context.visit?.id))) {
    const own = events.filter(({ context }) => context.visit?.id === visit);
    const sequence = own.map(({ context }) => context.visit?.sequence);
    expect(sequence, 'the visit counts its events').to.deep.equal(own.map((_, at) => at + 1));
    // By the browser's clock: what corrects it takes the time a request needs for a difference of clocks.
    const times = own.map(({ originalTimestamp }) => originalTimestamp);
    expect(times, 'the visit is in order').to.deep.equal([...times].sort());
  }
}
