import { expect } from 'chai';
import type { Reader } from '../../../common/reader';
import { type HttpServer, httpServer } from '../../support/http-server';
import { aQueryApi, nowMs } from './a-query-api';

describe('the query API, of analytics', () => {
  let server: HttpServer;
  let asked: Array<readonly [name: string, query: Record<string, unknown>]>;
  let reader: Reader | undefined;

  beforeEach(async () => {
    asked = [];
    const answer = (name: string) => async (query: object) => {
      // Parameters that did not come are undefined: as good as absent.
      asked.push([name, JSON.parse(JSON.stringify(query))]);
      return { told: name } as never;
    };
    reader = { events: answer('events'), analytics: answer('analytics') } as unknown as Reader;
    const api = aQueryApi({ reader: () => reader });
    server = await httpServer((request, response) => api(request, response));
  });

  afterEach(() => server.close());

  for (const [path, name] of [
    ['events', 'events'],
    ['analytics?report=top-pages', 'analytics'],
  ] as const) {
    it(`gives ${name} of the last fifteen minutes, unless told otherwise`, async () => {
      const answer = await fetch(`${server.url}/${path}`);

      expect(answer.status).to.equal(200);
      expect(await answer.json()).to.deep.equal({ told: name });
      expect(asked[0]?.[1]).to.deep.include({ from: nowMs - 900_000, to: nowMs, resource: {} });
    });

    it(`answers 503 to ${name} while nothing can be read`, async () => {
      reader = undefined;

      expect((await fetch(`${server.url}/${path}`)).status).to.equal(503);
    });
  }

  const all: ReadonlyArray<readonly [path: string, query: object]> = [
    [
      'events?type=page&event=a%2Fb&name=n&userId=u&anonymousId=a&messageId=m&visit=v' +
        '&writeKey=w&limit=1000&resource.host=h',
      {
        type: 'page',
        event: 'a/b',
        name: 'n',
        userId: 'u',
        anonymousId: 'a',
        messageId: 'm',
        visit: 'v',
        writeKey: 'w',
        limit: 1_000,
        resource: { host: 'h' },
      },
    ],
    [
      'analytics?report=active-users&unit=week&writeKey=w&bots=true&resource.release=2',
      {
        report: 'active-users',
        unit: 'week',
        writeKey: 'w',
        bots: true,
        resource: { release: '2' },
      },
    ],
    [
      'analytics?report=event-counts&type=screen&event=e&by=properties.a+%22b%22&stepMs=6000&limit=500',
      {
        report: 'event-counts',
        type: 'screen',
        event: 'e',
        by: 'properties.a "b"',
        stepMs: 6_000,
        limit: 500,
        resource: {},
      },
    ],
    ['analytics?report=top-pages&limit=1', { report: 'top-pages', limit: 1, resource: {} }],
    [
      'analytics?report=sources&of=campaign&limit=2',
      { report: 'sources', of: 'campaign', limit: 2, resource: {} },
    ],
    [
      'analytics?report=funnel&step=Signed+In&step=page%3A%2Ftodos%2F%3Aid&step=screen:a:b' +
        '&step=track:page:x&step=odd:name&withinMs=60000',
      {
        report: 'funnel',
        steps: [
          { event: 'Signed In' },
          { type: 'page', event: '/todos/:id' },
          { type: 'screen', event: 'a:b' },
          { type: 'track', event: 'page:x' },
          { event: 'odd:name' },
        ],
        withinMs: 60_000,
        resource: {},
      },
    ],
    ['analytics?report=retention&bots=false', { report: 'retention', bots: false, resource: {} }],
  ];

  for (const [path, query] of all) {
    it(`hands on all that is asked of ${path.split('&')[0]}`, async () => {
      const answer = await fetch(`${server.url}/${path}&from=1000&to=61000`);

      expect(await answer.text()).to.include('told');
      expect(asked[0]?.[1]).to.deep.equal({ from: 1_000, to: 61_000, ...query });
    });
  }

  it('answers bad queries with 400 and what is accepted', async () => {
    const bad: ReadonlyArray<readonly [query: string, hint: string]> = [
      ['events?type=click', 'track, page, screen'],
      ['events?limit=1001', '1 to 1000'],
      ['events?report=funnel', 'messageId, visit'],
      ['events?event=a&event=b', 'more than once'],
      ['analytics', 'active-users, event-counts'],
      ['analytics?report=', 'active-users, event-counts'],
      ['analytics?report=users', 'active-users, event-counts'],
      ['analytics?report=toString', 'active-users, event-counts'],
      ['analytics?report=top-pages&report=top-pages', 'more than once'],
      ['analytics?report=top-pages&step=a', 'writeKey, bots, limit'],
      ['analytics?report=top-pages&bots=1', 'true or false'],
      ['analytics?report=active-users', 'day, week, month'],
      ['analytics?report=event-counts&by=plan', 'properties.plan'],
      ['analytics?report=funnel&step=a&withinMs=1', '2 to 10 steps'],
      ['analytics?report=funnel&step=a&step=b', 'milliseconds above 0'],
      ['analytics?report=funnel&step=a&step=page:&withinMs=1', 'name of an event'],
      ['analytics?report=sources', 'referrer, campaign'],
      ['analytics?report=retention&from=-2000d', '260 weeks'],
    ];

    for (const [query, hint] of bad) {
      const answer = await fetch(`${server.url}/${query}`);

      expect(answer.status, query).to.equal(400);
      const text = await answer.text();
      expect(text, query).to.include('read-invalid').and.to.include(hint);
    }
    expect(asked).to.deep.equal([]);
  });
});
