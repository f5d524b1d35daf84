import { expect } from 'chai';
import type { AnalyticsEvent, EventContext } from '../../../common/analytics/event';
import { eventFacts, pageOf } from '../../../common/analytics/event-facts';
import { anEvent } from '../../support/an-event';

const factsOf = (context: EventContext, fields: Partial<AnalyticsEvent> = {}) =>
  eventFacts(anEvent({ context, ...fields }));

describe('what reports ask of an event', () => {
  const hosts: ReadonlyArray<readonly [referrer: string, host: string | undefined]> = [
    ['https://example.com', 'example.com'],
    ['https://example.com/', 'example.com'],
    ['https://EXAMPLE.com:8080/a?b#c', 'example.com'],
    ['https://user:pass@example.com/a@b', 'example.com'],
    ['https://example.com?x=https://other.example', 'example.com'],
    ['https://example.com#@other.example', 'example.com'],
    ['http://[::1]:3000/a', '[::1]'],
    ['http://10.1.2.3/', '10.1.2.3'],
    ['https://ключ.example/', 'ключ.example'],
    ['android-app://com.example.app/', 'com.example.app'],
    ['example.com', undefined],
    ['/a/b', undefined],
    ['mailto:a@b.c', undefined],
    ['https://', undefined],
    ['', undefined],
  ];
  for (const [referrer, host] of hosts) {
    it(`has ${host ?? 'no host'} for ${JSON.stringify(referrer)}`, () => {
      expect(factsOf({ page: { referrer } }).referrer).to.equal(host);
    });
  }

  it('has campaigns with what is missing said', () => {
    const of = (campaign: object) => factsOf({ campaign: campaign as never }).campaign;

    expect(of({ source: 'a', medium: 'b', name: 'c' })).to.equal('a / b / c');
    expect(of({ medium: 'b' })).to.equal('(none) / b / (none)');
    expect(of({ content: 'x', name: '' })).to.equal(undefined);
    expect(of({ source: 7 })).to.equal(undefined);
  });

  it('has the name of events, pages and screens, and no other', () => {
    const both = { event: 'a', name: 'b' };
    const types = ['track', 'page', 'screen', 'group'] as const;

    expect(types.map((type) => factsOf({}, { ...both, type }).name)).to.deep.equal([
      ...['a', 'b', 'b', 'b'],
    ]);
    expect(factsOf({}, { event: '' }).name).to.equal(undefined);
  });

  it('takes the path of the context before that of the properties', () => {
    const properties = { path: '/p' };

    expect(factsOf({ page: { path: '/c' } }, { properties }).path).to.equal('/c');
    expect(factsOf({ page: { path: '' } }, { properties }).path).to.equal('/p');
    expect(factsOf({}, { properties: { path: 7 } }).path).to.equal(undefined);
    expect(pageOf({ pattern: '/:id', path: '/1' })).to.equal('/:id');
    expect(pageOf({ pattern: undefined, path: undefined })).to.equal('(none)');
  });

  it('makes nothing of what other senders call page, visit or campaign', () => {
    const odd = { page: 'home', visit: ['v'], campaign: 'x' } as unknown as EventContext;
    const empty = { page: null, visit: null, campaign: null } as unknown as EventContext;

    for (const context of [odd, empty]) {
      expect(factsOf(context)).to.deep.include({
        visit: undefined,
        pattern: undefined,
        path: undefined,
        referrer: undefined,
        campaign: undefined,
      });
    }
  });
});
