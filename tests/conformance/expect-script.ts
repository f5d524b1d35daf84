import { expect } from 'chai';
import type { AnalyticsEvent } from '../../common/analytics/event';
import { script } from './script';

/**
 * Expects each step of the script once, with all that it says and who did it,
 * and returns the events in the order of the steps, whatever their own was.
 * `aliasOf`: whose the alias is for a client that takes the person it knows.
 */
export function expectScript(
  events: readonly AnalyticsEvent[],
  { aliasOf }: { readonly aliasOf?: string } = {},
): readonly AnalyticsEvent[] {
  const ids = events.map(({ messageId }) => messageId);
  expect(events.map(summary).sort()).to.deep.equal(
    script.map(({ stored }) => summary(stored)).sort(),
  );
  expect(new Set(ids).size).to.equal(script.length);
  return script.map(({ stored, userId }) => {
    const event = events.find((one) => summary(one) === summary(stored));
    if (!event) throw new Error(`${summary(stored)} is missing`);
    const { properties, traits, ...rest } = stored;
    expect(event).to.deep.include(rest);
    if (properties) expect(event.properties).to.deep.include(properties);
    if (traits) expect(event.traits).to.deep.equal(traits);
    const person = stored.type === 'alias' ? (aliasOf ?? userId) : userId;
    expect(event.userId, summary(stored)).to.equal(person);
    expect(event.messageId.length).to.be.within(1, 100);
    return event;
  });
}

const summary = ({ type, event = '' }: Partial<AnalyticsEvent>) => `${type} ${event}`;
