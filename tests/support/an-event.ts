import type { AnalyticsEvent, EventContext } from '../../common/analytics/event';

/** What of an event matters to a test; `at` in epoch milliseconds in place of the times. */
export interface EventFields extends Partial<AnalyticsEvent> {
  readonly at?: number;
}

let events = 0;

/** A `track` event of a visitor, with a message id of its own; every field can be given. */
export function anEvent({ at = 0, ...fields }: EventFields = {}): AnalyticsEvent {
  events++;
  const timestamp = new Date(at).toISOString();
  return {
    type: 'track',
    messageId: `message-${events}`,
    timestamp,
    receivedAt: timestamp,
    ...(fields.type === undefined || fields.type === 'track' ? { event: 'Task Added' } : {}),
    ...(fields.userId === undefined && fields.anonymousId === undefined
      ? { anonymousId: 'visitor' }
      : {}),
    context: {},
    writeKey: 'radiant',
    ...fields,
  };
}

/** A page that was seen in a visit. */
export function aPage({
  path = '/',
  pattern,
  visit,
  referrer,
  campaign,
  ...fields
}: EventFields & {
  readonly path?: string;
  readonly pattern?: string;
  readonly visit?: string;
  readonly referrer?: string;
  readonly campaign?: NonNullable<EventContext['campaign']>;
} = {}): AnalyticsEvent {
  const page = {
    path,
    ...(pattern === undefined ? {} : { pattern }),
    ...(referrer === undefined ? {} : { referrer }),
  };
  return anEvent({
    type: 'page',
    context: {
      page,
      ...(visit === undefined ? {} : { visit: { id: visit, startedAt: 0, sequence: 1 } }),
      ...(campaign === undefined ? {} : { campaign }),
    },
    ...fields,
  });
}

/** Events in which, together, everything that an event can have is there. */
export function everyEvent(at = 0): readonly AnalyticsEvent[] {
  return [
    aFullEvent({ at }),
    anEvent({ type: 'page', name: 'Home', category: 'Docs', properties: {}, at }),
    anEvent({ type: 'screen', name: 'Home', at }),
    anEvent({ type: 'identify', userId: 'ann', traits: { plan: 'free' }, at }),
    anEvent({ type: 'group', groupId: 'g', traits: {}, at }),
    anEvent({ type: 'alias', userId: 'ann', previousId: 'visitor', version: '2', at }),
  ];
}

/** An event in which nothing that a sender can say is absent. */
export function aFullEvent(fields: EventFields = {}): AnalyticsEvent {
  const { at = 0 } = fields;
  const iso = (ms: number) => new Date(ms).toISOString();
  return anEvent({
    anonymousId: '5f3c…ключ',
    userId: 'ann',
    originalTimestamp: iso(at - 3_000),
    sentAt: iso(at - 2_000),
    receivedAt: iso(at + 1_000),
    event: 'Order “Completed”\n',
    properties: {
      total: 12.5,
      count: -0.001,
      big: 1e21,
      paid: true,
      coupon: null,
      'odd name "$" ключ\u2028': ['a', { b: [] }, 1],
      items: [{ sku: '1', tags: [] }, {}],
      nothing: {},
      emptyText: '',
    },
    integrations: { All: true, Vendor: { on: false } },
    channel: 'client',
    version: 1,
    context: {
      app: { version: '1.4.0', build: 'abc', release: 'METEOR@3.4', arch: 'web.browser' },
      page: { path: '/todos/7', pattern: '/todos/:id', title: 'Todos', url: 'https://a.b/todos/7' },
      campaign: { source: 'mail', medium: 'news', name: 'June' },
      locale: 'de-AT',
      screen: { width: 1920, height: 1080, density: 1.5 },
      visit: { id: 'v1', startedAt: at - 60_000, sequence: 3 },
      ddp: { session: 's', status: 'connected', transport: 'websocket' },
      consent: { categoryPreferences: { marketing: false } },
      library: { name: 'radiant', version: '0.1.0' },
      ip: '10.1.2.0',
      userVerified: true,
      gpc: false,
      somethingElse: [null, 'x'],
    },
    ...fields,
  });
}
