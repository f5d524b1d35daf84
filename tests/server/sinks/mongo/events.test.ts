import { expect } from 'chai';
import type { JsonObject } from '../../../../common/analytics/event';
import type { Reader } from '../../../../common/reader';
import { PartlyTakenError } from '../../../../common/sink';
import { mongoReader } from '../../../../server/sinks/mongo/reader';
import { collectionsOf } from '../../../../server/sinks/mongo/schema';
import { aBatch } from '../../../support/a-batch';
import { anEvent, aPage, type EventFields } from '../../../support/an-event';
import { withMongo } from '../../../support/mongo-database';
import { seeded } from '../../../support/seeded';

const { signal } = new AbortController();
const hour = 60 * 60_000;
const day = 24 * hour;

withMongo('analytics events in mongo', ({ db, sink, empty }) => {
  const from = Math.floor(Date.now() / hour) * hour - hour;
  const all = { from, to: from + hour };
  const stored = () => db.collection('radiant_events');
  const event = (messageId: string, fields: EventFields = {}) =>
    anEvent({ messageId, at: from + 1, ...fields });

  afterEach(() => empty());

  it('stores an event once that comes in other batches, from other processes, at once', async () => {
    const sinks = Array.from({ length: 3 }, () => sink());
    const events = Array.from({ length: 200 }, (_, index) => event(`m${index}`));

    await Promise.all(
      sinks.map(({ write }, index) =>
        write(aBatch({ from, events, resource: { instance: `${index}` } }), signal),
      ),
    );
    await Promise.all(sinks.map((one) => one.close?.()));

    expect(await stored().countDocuments()).to.equal(200);
  });

  it('stores the rest of a batch of which a part is there', async () => {
    const { write, close } = sink();
    const events = ['a', 'b', 'c'].map((id) => event(id));
    await write(aBatch({ from, events: events.slice(1, 2) }), signal);

    await write(aBatch({ from, events }), signal);
    await close?.();

    expect(await stored().countDocuments()).to.equal(3);
  });

  it('lets events go when their time is over', async () => {
    const wallNow = () => from + 10 * hour;
    const { write, close } = sink({ wallNow, keepEventsMs: 5 * day });
    await write(aBatch({ from, events: [event('a')] }), signal);
    await close?.();

    expect((await stored().findOne())?.x.getTime()).to.equal(from + 10 * hour + 5 * day);
  });

  it('adds them to a database that was there before them', async () => {
    const first = sink();
    await first.write(aBatch({ from }), signal);
    await first.close?.();
    await stored().drop();

    const { write, reader, close } = sink();
    const before = await reader.events(all);
    await write(aBatch({ from, events: [event('a')] }), signal);
    const { events } = await reader.events(all);
    await close?.();

    expect(before.events).to.deep.equal([]);
    expect(events).to.have.length(1);
    expect(await stored().indexes()).to.have.length(8);
  });

  it('can be looked at without Radiant, by what apps named', async () => {
    const { write, close } = sink();
    const properties = { plan: 'paid', total: 12.5, items: [{ sku: 'x' }] };
    await write(aBatch({ from, events: [event('a', { properties }), event('b')] }), signal);
    await close?.();

    const found = await stored().find({ 'e.properties.items.sku': 'x' }).toArray();

    expect(found.map(({ e }) => e.properties)).to.deep.equal([properties]);
  });

  for (const [what, properties] of [
    ['types of the driver’s', { _bsontype: 'ObjectId', id: 'x', plan: 'free' }],
    ['references', { a: { $ref: 'users', $id: 1, $db: 'x' }, plan: 'free' }],
    ['operators and dots', { $set: { $where: 'x' }, 'a.b': 1, plan: 'free' }],
    ['zeros', { 'a\0b': 'c\0d', plan: 'free' }],
    ['half characters', { '\ud800': '\udc00', plan: 'free' }],
    ['prototypes', { ...JSON.parse('{"__proto__": {"plan": 1}}'), plan: 'free' }],
    ['depth', { deep: deep(300), plan: 'free' }],
  ] as const) {
    it(`gives back ${what} as they came, and still counts what is beside them`, async () => {
      const given = event('a', { properties: properties as JsonObject });
      const { write, reader, close } = sink();
      await write(aBatch({ from, events: [given] }), signal);

      const { events } = await reader.events(all);
      const by = 'properties.plan';
      const { rows } = await reader.analytics({ report: 'event-counts', by, ...all });
      await close?.();

      expect(JSON.stringify(events[0]?.properties)).to.equal(JSON.stringify(given.properties));
      expect(rows).to.deep.equal([{ value: 'free', count: 1, people: 1 }]);
    });
  }

  it('gives back megabytes, and refuses only what no document can hold', async function () {
    this.timeout(60_000);
    const mebibytes = (count: number) => ({ text: 'x'.repeat(count * 2 ** 20) });
    const { write, reader, close } = sink();
    const events = [
      event('a', { properties: mebibytes(2) }),
      event('b', { properties: mebibytes(12) }),
      event('c', { properties: { list: new Array(2 ** 20).fill(1) } }),
      event('d', { properties: mebibytes(16) }),
      event('e'),
    ];

    const reason = await write(aBatch({ from, events }), signal).catch((error) => error);
    const read = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map(async (messageId) => {
        const found = await reader.events({ messageId, ...all });
        return JSON.stringify(found.events[0]?.properties)?.length;
      }),
    );
    await close?.();

    expect(reason).to.be.instanceOf(PartlyTakenError).and.to.have.property('lost', 1);
    const sizes = events.map(({ properties }) => JSON.stringify(properties)?.length);
    expect(read).to.deep.equal([sizes[0], sizes[1], sizes[2], undefined, undefined]);
    expect(await stored().countDocuments()).to.equal(4);
  });

  it('answers the same where the server cannot hold what one anonymous id did in one document', async () => {
    const random = seeded(11);
    const pick = (count: number) => Math.floor(random() * count);
    const { write, reader, close } = sink();
    const events = Array.from({ length: 300 }, (_, index) => {
      const ids = {
        ...(pick(3) ? { anonymousId: `a${pick(12)}` } : {}),
        ...(pick(3) ? {} : { userId: `u${pick(6)}` }),
      };
      const at = from + pick(hour);
      return pick(2)
        ? event(`m${index}`, { ...ids, at, event: `e${pick(3)}` })
        : aPage({ ...ids, at, path: `/${pick(4)}`, visit: `v${pick(20)}` });
    });
    await write(aBatch({ from, events }), signal);
    const collections = collectionsOf(db as never);
    let refused = 0;
    const refusing = {
      ...collections.events,
      find: collections.events.find.bind(collections.events),
      aggregate(stages: readonly object[], options: object) {
        if (stages.some((stage) => '$setWindowFields' in stage)) {
          return collections.events.aggregate(stages, options);
        }
        refused++;
        throw Object.assign(new Error('too large'), { name: 'MongoServerError', code: 10_334 });
      },
    };
    const other = mongoReader({
      collections: async () => ({ ...collections, events: refusing as never }),
      keep: keepOf(90 * day),
      now: Date.now,
    });

    for (const [index, ask] of reports(all).entries()) {
      expect(await ask(other), `report ${index}`).to.deep.equal(await ask(reader));
    }
    await close?.();

    expect(refused).to.equal(reports(all).length);
  });

  it('never reads the whole collection', async function () {
    this.timeout(60_000);
    const { write, reader, close } = sink();
    const events = Array.from({ length: 500 }, (_, index) =>
      index % 2
        ? event(`m${index}`, { userId: `u${index % 9}`, anonymousId: `a${index % 20}` })
        : aPage({ at: from + index, path: `/${index % 7}`, visit: `v${index % 30}` }),
    );
    await write(aBatch({ from, events }), signal);
    const scanned: string[] = [];
    await db.command({ profile: 2 });
    for (const ask of questions(all)) await ask(reader);
    await db.command({ profile: 0 });
    await close?.();

    const profiled = await db
      .collection('system.profile')
      .find({ ns: `${db.databaseName}.radiant_events` })
      .toArray();
    for (const { planSummary, command } of profiled) {
      if (!String(planSummary).includes('IXSCAN')) scanned.push(JSON.stringify(command));
    }
    await db.collection('system.profile').drop();
    expect(profiled).to.have.length.of.at.least(questions(all).length);
    expect(scanned).to.deep.equal([]);
  });
});

function deep(depth: number): object {
  let object: object = {};
  for (let at = 0; at < depth; at++) object = { object };
  return object;
}

type Range = Pick<Parameters<Reader['events']>[0], 'from' | 'to'>;

function keepOf(events: number) {
  const levels = { fine: day, '1m': day, '10m': day, '1h': day };
  return { levels, traces: day, errors: day, logs: day, events };
}

function reports(range: Range): ReadonlyArray<(from: Reader) => Promise<unknown>> {
  const steps = [{ type: 'page', event: '/1' }, { event: 'e1' }, { event: 'e2' }] as const;
  return [
    ({ analytics }) => analytics({ report: 'active-users', unit: 'month', ...range }),
    ({ analytics }) => analytics({ report: 'event-counts', by: 'properties.a', ...range }),
    ({ analytics }) => analytics({ report: 'event-counts', stepMs: 60_000, ...range }),
    ({ analytics }) => analytics({ report: 'top-pages', bots: true, ...range }),
    ({ analytics }) => analytics({ report: 'sources', of: 'campaign', ...range }),
    ({ analytics }) => analytics({ report: 'funnel', steps, withinMs: hour, ...range }),
    ({ analytics }) => analytics({ report: 'retention', writeKey: 'radiant', ...range }),
  ];
}

/** One of each kind. */
function questions(range: Range): ReadonlyArray<(from: Reader) => Promise<unknown> | undefined> {
  return [
    ({ events }) => events(range),
    ({ events }) => events({ userId: 'u1', ...range }),
    ({ events }) => events({ userId: '', ...range }),
    ({ events }) => events({ anonymousId: 'a1', ...range }),
    ({ events }) => events({ visit: 'v1', type: 'page', ...range }),
    ({ events }) => events({ event: 'Task Added', writeKey: 'radiant', ...range }),
    ({ events }) => events({ name: 'Home', ...range }),
    ({ events }) => events({ messageId: 'm1', resource: { service: 'todos' }, ...range }),
    ...reports(range),
    ({ forget }) => forget?.({ userId: 'u1', anonymousId: 'a1' }),
  ];
}
