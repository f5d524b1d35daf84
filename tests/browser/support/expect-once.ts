import { expect } from 'chai';
import type { AnalyticsEvent, EventContext } from '../../../common/analytics/event';
import type { Visitor } from './visitor';

/** Expects that all events are there that pages queued, each once, and every visit in order. */
export function expectOnceAndInOrder(
  events: readonly AnalyticsEvent[],
  { made, ids }: Pick<Visitor, 'made' | 'ids'>,
): void {
  const stored = events.map(({ messageId }) => messageId);
  expect(stored, 'each event once').to.have.members(ids());
  expect(new Set(stored).size, 'no event twice').to.equal(stored.length);

  for (const visit of new Set(made.map(({ context }) => context.visit?.id))) {
    const numbers = sequence(made, visit).sort((a, b) => a - b);
    expect(numbers, 'the visit counts its events').to.deep.equal(numbers.map((_, at) => at + 1));
    const own = events.filter(({ context }) => context.visit?.id === visit);
    // By the browser's clock: what corrects it takes the time a request needs for a difference of clocks.
    const times = own.map(({ originalTimestamp }) => originalTimestamp);
    expect(times, 'the visit is in order').to.deep.equal([...times].sort());
  }
}

function sequence(
  events: ReadonlyArray<{ readonly context: EventContext }>,
  visit: string | undefined,
): number[] {
  return events.flatMap(({ context }) =>
    context.visit?.id === visit && context.visit ? [context.visit.sequence] : [],
  );
}
