import { Meteor } from 'meteor/meteor';
import { MongoInternals } from 'meteor/mongo';
import { Analytics, Radiant } from 'meteor/radiant:agent';
import { WebApp } from 'meteor/webapp';
import '../../examples/todos/server/main';

/** Server code of the app under soak: the example app, and what it lacks of what can go on in an app. */

interface Tracking {
  track(event: string, properties: object, options: { readonly userId: string }): void;
}

const { track } = Analytics as unknown as Tracking;
interface Response {
  statusCode: number;
  end(text: string): void;
}

type Handler = (request: { readonly url?: string }, response: Response) => void;

interface Handlers {
  use(path: string, handler: Handler): void;
  get(path: string, handler: Handler): void;
}

/** The types of Meteor 2 do not have it. */
const { handlers } = WebApp as unknown as { readonly handlers: Handlers };

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const database = () => MongoInternals.defaultRemoteCollectionDriver().mongo.db;

Meteor.methods({
  async 'soak.slow'(ms: number) {
    await wait(ms);
  },

  /** Throws as it is told, so with ever-new messages. */
  'soak.throw'(message: string) {
    throw new Error(message);
  },

  /** Reports what it has caught, and logs it. */
  'soak.report'(message: string) {
    Radiant.error(new Error(message), { name: message });
  },

  async 'soak.span'(name: string) {
    await Radiant.span(name, () => wait(1));
    Radiant.counter('soak.spans', { labels: { name } }).add(1);
  },

  /** A collection that is new, and gone after it. */
  async 'soak.collection'(name: string) {
    const collection = database().collection(name);
    await collection.insertOne({ n: 1 });
    await collection.drop();
  },

  'soak.track'(event: string, userId: string) {
    track(event, { n: 1 }, { userId });
  },

  /** The app itself asks over HTTP. */
  async 'soak.fetch'(url: string) {
    await (await fetch(url)).text();
  },
});

/** As many messages as documents, then it waits for its end. */
Meteor.publish('soak.messages', function (count: number) {
  for (let n = 0; n < count; n++) this.added('soak', String(n), { n });
  this.ready();
  for (let n = 0; n < count; n++) this.changed('soak', String(n), { n: n + 1 });
});

Meteor.publish('soak.throws', (message: string) => {
  throw new Error(message);
});

handlers.use('/soak', (request, response) => {
  response.statusCode = (request.url ?? '').includes('wrong') ? 500 : 200;
  response.end('soak');
});
handlers.get('/soaked/:name/of/:thing', (_request, response) => {
  response.end('soak');
});

/** Fills the oplog of the database in memory, which keeps so many entries: else it grows for minutes. */
Meteor.startup(async () => {
  const collection = database().collection('soak.filling');
  for (let n = 0; n < 5_000; n++) await collection.insertOne({ n, text: 'x'.repeat(150) });
  await collection.drop();
});
