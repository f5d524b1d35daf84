import { expect } from 'chai';
import { resolveOptions, type UserOptions } from '../../common/options';
import type { Sink } from '../../common/sink';
import { alertStoreOf } from '../../server/alert-store-of';
import { processStore } from '../../server/alerts/process-store';
import { type AppMongo, noMongo } from '../../server/app-mongo';

const place = { service: 'todos', environment: 'test', host: 'here', instance: 'a' };

const sinkOf = (name: string, fields: Partial<Sink> = {}): Sink => ({
  ...{ name, write: async () => undefined },
  ...fields,
});

/** What a client of MongoDB was made with. */
function aMongo() {
  const made: Array<readonly [url: string, database: string]> = [];
  class MongoClient {
    constructor(readonly url: string) {}
    connect = async () => undefined;
    close = async () => undefined;
    db(database: string) {
      made.push([this.url, database]);
      return { collection: () => ({ findOne: async () => null }) };
    }
  }
  const app = { driver: { MongoClient }, url: 'mongodb://db/todos', options: {} };
  return { made, mongo: () => app as unknown as AppMongo };
}

function choose(
  backend: Sink,
  alerts: UserOptions['alerts'] = {},
  mongo: () => AppMongo = noMongo,
) {
  const options = resolveOptions({ given: { alerts } });
  return alertStoreOf({
    ...{ options, backend, place, mongo, holder: 'h' },
    ...{ now: () => 0, wallNow: () => 0 },
  });
}

describe('the place for the state of alerts', () => {
  it('is the process where the backend is its own', () => {
    for (const name of ['memory', 'mine']) {
      const { scope, scopeReason } = choose(sinkOf(name), {}, aMongo().mongo);
      expect({ scope, scopeReason }).to.deep.equal({
        scope: 'process',
        scopeReason: `the backend is ${name}`,
      });
    }
  });

  it('is the backend where that has one', () => {
    const store = processStore(place);

    const chosen = choose(sinkOf('mongo', { alertStore: () => store }));

    expect(chosen).to.deep.equal({ scope: 'fleet', store });
  });

  it('is the app’s MongoDB, beside its own database, for ClickHouse and what is said to be shared', async () => {
    for (const [name, alerts] of [
      ['clickhouse', {}],
      ['mine', { scope: 'fleet' }],
    ] as const) {
      const { made, mongo } = aMongo();

      const { scope, store } = choose(sinkOf(name), alerts, mongo);
      await store.load();

      expect(scope).to.equal('fleet');
      expect(made).to.deep.equal([['mongodb://db/todos', 'todos_radiant']]);
    }
  });

  it('is the process, and says why, in an app without MongoDB, or where options say so', () => {
    const without = choose(sinkOf('clickhouse'));
    const told = choose(sinkOf('mongo', { alertStore: () => processStore(place) }), {
      scope: 'process',
    });

    expect(without).to.include({ scope: 'process' });
    expect(without.scopeReason).to.include('no MongoDB');
    expect(told).to.include({ scope: 'process', scopeReason: 'alerts.scope says so' });
  });
});
