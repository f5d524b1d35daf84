import { expect } from 'chai';
import fc from 'fast-check';
import type { AnalyticsEvent } from '../../../common/analytics/event';
import { limits } from '../../../server/collector/limits';
import { aCollector, anEvent, startedAt } from './a-collector';

/** Anything JSON can be, with names that mean something to somebody. */
const anyJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, '', 0, -1, 1e308, 'page', 'track', '2026-11-28T12:00:00Z'),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom('__proto__', 'constructor', 'prototype', '$set', 'a.b', 'page', 'visit'),
        fc.constantFrom(
          'consent',
          'categoryPreferences',
          'userAgent',
          'ip',
          'ddp',
          'series',
          'dims',
        ),
        fc.string(),
      ),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value;

const names = [
  ...['type', 'event', 'name', 'category', 'userId', 'anonymousId', 'messageId', 'groupId'],
  ...['previousId', 'properties', 'traits', 'context', 'integrations', 'timestamp', 'sentAt'],
  ...['originalTimestamp', 'channel', 'version', 'writeKey'],
];

/** A sound event some of whose fields are anything. */
const anyEvent = fc
  .dictionary(fc.constantFrom(...names), anyJson, { maxKeys: 6, noNullPrototype: true })
  .map((fields) => anEvent(fields));

describe('whatever comes', () => {
  it('is dropped with a reason, or stored as a store can take it', function () {
    this.timeout(20_000);
    fc.assert(
      fc.property(fc.oneof(anyJson, anyEvent, anyEvent, anyEvent), (raw) => {
        const collector = aCollector();
        const text = JSON.stringify(raw);
        const source = { receivedAt: startedAt, isTrusted: false, gpc: false, mayBeLarge: true };

        const taken = collector.intake(JSON.parse(text), {}, source);

        const { keys, series, ...drops } = collector.drops();
        const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
        const isTimings = collector.samples.length > 0;
        expect(taken).to.equal('taken');
        expect(dropped + collector.events.length + (isTimings ? 1 : 0)).to.equal(1);
        for (const event of collector.events) expectSound(event);
        expect(JSON.stringify(({} as Record<string, unknown>).isAdmin)).to.equal(undefined);
      }),
      { numRuns: 500 },
    );
  });
});

function expectSound(event: AnalyticsEvent): void {
  expect(event.userId ?? event.anonymousId)
    .to.be.a('string')
    .with.length.within(1, limits.id);
  expect(event.messageId).to.have.length.within(1, limits.messageId);
  expect(Math.abs(Date.parse(event.timestamp) - startedAt)).to.be.at.most(limits.pastMs);
  expect(event.context).to.be.an('object');
  expect(event.context).not.to.have.any.keys('ip', 'userVerified', 'gpc');
  if (event.context.visit) expect(event.context.visit.sequence).to.be.a('number');
  expect(JSON.parse(JSON.stringify(event))).to.deep.equal(event);
  for (const name of namesIn(event)) {
    expect(name).not.to.match(/^\$|[.\0]|^(?:__proto__|constructor|prototype)$/);
  }
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return [...Object.keys(value), ...Object.values(value).flatMap(namesIn)];
}
