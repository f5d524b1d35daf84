import type { AnalyticsEvent } from '../../common/analytics/event';

/** The calls that all of Segment's clients have, and ours. Given as any of them takes it. */
export interface AnyClient {
  track(event: string, properties: object, options?: object): unknown;
  identify(...given: Array<string | object>): unknown;
  page(category: string, name: string, properties: object): unknown;
  screen(category: string, name: string, properties: object): unknown;
  group(groupId: string, traits: object): unknown;
  alias(userId: string, previousId: string): unknown;
}

export interface Step {
  readonly call: (client: AnyClient) => unknown;
  /** What has to be stored of it, but for who did it. */
  readonly stored: Partial<AnalyticsEvent>;
  /** Who did it: nobody known yet, or `ann`; an alias names its own. */
  readonly userId: string | undefined;
}

const traits = { plan: 'gold', age: 42, nested: { list: [1, 'x', null] } };
const properties = {
  count: 1,
  price: -0.5,
  ok: true,
  none: null,
  tags: ['ä', 'b'],
  'odd name': 'x',
};
const at = new Date(Date.now() - 60_000);

/** One visit, with every type of call in it. */
export const script: readonly Step[] = [
  {
    call: (client) => client.track('Landed', { a: 1 }),
    stored: { type: 'track', event: 'Landed', properties: { a: 1 } },
    userId: undefined,
  },
  {
    call: (client) => client.identify('ann', traits),
    stored: { type: 'identify', traits },
    userId: 'ann',
  },
  {
    call: (client) => client.page('App', 'Todo', { team: 'blue' }),
    stored: { type: 'page', category: 'App', name: 'Todo', properties: { team: 'blue' } },
    userId: 'ann',
  },
  {
    call: (client) => client.track('Task Added', properties),
    stored: { type: 'track', event: 'Task Added', properties },
    userId: 'ann',
  },
  {
    call: (client) => client.screen('App', 'Home', { dark: true }),
    stored: { type: 'screen', category: 'App', name: 'Home', properties: { dark: true } },
    userId: 'ann',
  },
  {
    call: (client) => client.group('acme', { size: 3 }),
    stored: { type: 'group', groupId: 'acme', traits: { size: 3 } },
    userId: 'ann',
  },
  {
    call: (client) => client.alias('ann-2', 'anon-0'),
    stored: { type: 'alias', previousId: 'anon-0' },
    userId: 'ann-2',
  },
  {
    call: (client) =>
      client.track(
        'Later',
        {},
        {
          context: { app: { version: '9' } },
          integrations: { All: true, Vendor: false },
          timestamp: at,
        },
      ),
    stored: {
      type: 'track',
      event: 'Later',
      originalTimestamp: at.toISOString(),
      integrations: { All: true, Vendor: false },
    },
    userId: 'ann',
  },
];
