import { expect } from 'chai';
import { checkAnalyticsQuery } from '../../common/check-analytics';
import { counts } from '../../common/checked-analytics';
import { RadiantError } from '../../common/errors';
import type { AnalyticsQuery } from '../../common/read-analytics';
import { checkEventsQuery, matchesEvent } from '../../common/read-events';
import { aResource } from '../support/a-batch';
import { anEvent } from '../support/an-event';

const dayMs = 24 * 60 * 60_000;
const weekMs = 7 * dayMs;
const step = { event: 'a' };
const isTaken = (query: object) => {
  try {
    checkAnalyticsQuery({ from: 0, to: 1_000, ...query } as AnalyticsQuery);
    return true;
  } catch (error) {
    if (error instanceof RadiantError && error.code === 'read-invalid') return false;
    throw error;
  }
};

describe('a query for a report', () => {
  it('has everything that was left out', () => {
    const range = { from: 1, to: 2, writeKey: undefined, bots: false, resource: [] };

    expect(checkAnalyticsQuery({ report: 'event-counts', from: 1, to: 2 })).to.deep.equal({
      ...range,
      report: 'event-counts',
      type: 'track',
      event: undefined,
      by: 'all',
      stepMs: undefined,
      limit: 50,
    });
    expect(
      checkAnalyticsQuery({ report: 'funnel', from: 1, to: 2, steps: [step, step], withinMs: 1 }),
    ).to.deep.equal({
      ...range,
      report: 'funnel',
      steps: [
        { type: 'track', event: 'a' },
        { type: 'track', event: 'a' },
      ],
      withinMs: 1,
    });
  });

  it('goes by the parts of a path', () => {
    const byOf = (by: string) => {
      const query = checkAnalyticsQuery({ report: 'event-counts', from: 1, to: 2, by });
      return query.report === 'event-counts' && query.by;
    };

    expect(byOf('event')).to.equal('event');
    expect(byOf('properties.a b."c"')).to.deep.equal(['properties', 'a b', '"c"']);
    expect(byOf('context.page.pattern')).to.deep.equal(['context', 'page', 'pattern']);
  });

  const limits: ReadonlyArray<readonly [what: string, most: object, beyond: object]> = [
    [
      '10,000 days',
      { report: 'active-users', unit: 'day', to: 10_000 * dayMs },
      { report: 'active-users', unit: 'day', to: 10_000 * dayMs + 1 },
    ],
    [
      '10,000 weeks',
      { report: 'active-users', unit: 'week', to: 10_000 * weekMs },
      { report: 'active-users', unit: 'week', to: 10_000 * weekMs + 1 },
    ],
    [
      'months of 10,000 times 28 days',
      { report: 'active-users', unit: 'month', to: 280_000 * dayMs },
      { report: 'active-users', unit: 'month', to: 280_000 * dayMs + 1 },
    ],
    [
      '260 weeks of retention',
      { report: 'retention', to: 260 * weekMs },
      { report: 'retention', to: 260 * weekMs + 1 },
    ],
    [
      '1,000 points',
      { report: 'event-counts', stepMs: 1 },
      { report: 'event-counts', stepMs: 0.99 },
    ],
    [
      'a path of 256 characters',
      { report: 'event-counts', by: `traits.${'x'.repeat(249)}` },
      { report: 'event-counts', by: `traits.${'x'.repeat(250)}` },
    ],
    [
      'ten steps',
      { report: 'funnel', withinMs: 1, steps: new Array(10).fill(step) },
      { report: 'funnel', withinMs: 1, steps: new Array(11).fill(step) },
    ],
    [
      'two steps, at least,',
      { report: 'funnel', withinMs: 1, steps: [step, step] },
      { report: 'funnel', withinMs: 1, steps: [step] },
    ],
    ['500 pages', { report: 'top-pages', limit: 500 }, { report: 'top-pages', limit: 501 }],
    [
      '500 sources',
      { report: 'sources', of: 'campaign', limit: 500 },
      { report: 'sources', of: 'campaign', limit: 501 },
    ],
    [
      'the last time that is a date',
      { report: 'top-pages', to: 8.64e15 },
      { report: 'top-pages', to: 8.64e15 + 2 },
    ],
    [
      'the first time that is a date',
      { report: 'top-pages', from: -8.64e15 },
      { report: 'top-pages', from: -8.64e15 - 2 },
    ],
  ];

  for (const [what, most, beyond] of limits) {
    it(`is taken with ${what}, and not beyond`, () => {
      expect(isTaken(most)).to.equal(true);
      expect(isTaken(beyond)).to.equal(false);
    });
  }
});

describe('events that count', () => {
  const query = checkAnalyticsQuery({ report: 'top-pages', from: 10, to: 20, writeKey: 'w' });
  const sender = aResource();

  it('are of the range, its end left out', () => {
    const found = [9, 10, 19, 20].map((at) =>
      counts(query, anEvent({ at, writeKey: 'w' }), sender),
    );

    expect(found).to.deep.equal([false, true, true, false]);
  });

  it('are neither of bots nor of other apps', () => {
    const of = (fields: object) =>
      counts(query, anEvent({ at: 15, writeKey: 'w', ...fields }), sender);

    expect(of({ writeKey: 'other' })).to.equal(false);
    expect(of({ context: { bot: true } })).to.equal(false);
    expect(of({ context: { bot: false } })).to.equal(true);
  });

  it('have a time', () => {
    const event = { ...anEvent({ writeKey: 'w' }), timestamp: 'yesterday' };

    expect(counts(query, event, sender)).to.equal(false);
    expect(matchesEvent(checkEventsQuery({ from: 0, to: 1e15 }), event, sender)).to.equal(false);
  });
});
