import { expect } from 'chai';
import { aMongo, aRecorder, type Fixture } from './fixture';
import type { ObserveDriverName } from './mongo';
import { stores } from './stores';

interface Given {
  readonly driver?: ObserveDriverName;
  readonly reactivity?: unknown;
  readonly env?: Record<string, string>;
}

for (const store of stores) {
  describe(`the driver that Meteor 3.5 chooses ${store.name}`, () => {
    let mongo: Fixture;

    afterEach(() => mongo.close());

    async function start({ driver = 'changeStreams', reactivity, env = {} }: Given): Promise<void> {
      const settings = { packages: { mongo: { reactivity } } };
      mongo = await aMongo('3.5', driver, { store, settings, env });
    }

    async function chosen(selector: object = {}, options: object = {}): Promise<unknown> {
      const items =
        mongo.Mongo.getCollection('items') ?? new mongo.Mongo.Collection('items', options);
      const cursor = items.find(selector, options);
      const handle = await cursor.observeChanges(aRecorder().unordered());
      return handle._multiplexer._observeDriver?.constructor.name;
    }

    const connection = () => mongo.MongoInternals.defaultRemoteCollectionDriver().mongo;

    it('is change streams when nobody says otherwise', async () => {
      await start({});

      expect(await chosen()).to.equal('ChangeStreamObserveDriver');
    });

    it('is that of the settings, before that of the environment', async () => {
      await start({
        driver: 'oplog',
        reactivity: 'polling',
        env: { METEOR_REACTIVITY_ORDER: 'oplog' },
      });

      expect(await chosen()).to.equal('PollingObserveDriver');
    });

    it('is the first of the order that can', async () => {
      await start({ driver: 'oplog', reactivity: ['changeStreams', 'oplog', 'polling'] });

      expect(await chosen({}, { sort: { n: 1 } })).to.equal('ChangeStreamObserveDriver');
      expect(await chosen({}, { sort: { n: 1 }, limit: 2 })).to.equal('OplogObserveDriver');
      expect(await chosen({}, { sort: { n: 1 }, skip: 2 })).to.equal('PollingObserveDriver');
    });

    it('is polling for an ordered observation', async () => {
      await start({});
      const items = new mongo.Mongo.Collection('items');

      const handle = await items.find().observeChanges(aRecorder().ordered());

      expect(handle._multiplexer._observeDriver?.constructor.name).to.equal('PollingObserveDriver');
    });

    it('is polling when none of the order can', async () => {
      await start({ reactivity: ['oplog'] });
      const { _oplogHandle } = connection();
      if (_oplogHandle) connection()._oplogHandle = null;

      expect(await chosen()).to.equal('PollingObserveDriver');
      expect(String(mongo.printed)).to.contain('falling back to polling');
      connection()._oplogHandle = _oplogHandle;
    });

    it('is refused when it has no such name', async () => {
      await start({ reactivity: ['changeStreams', 'redis'] });
      const error = await chosen().catch((thrown: unknown) => thrown);

      expect(String(error)).to.contain('Invalid Mongo reactivity driver(s): redis');
    });

    it('is another when the server has no change streams, which is asked once', async () => {
      await start({ reactivity: ['changeStreams', 'polling'] });
      const asked: string[] = [];
      const admin = connection().db.admin();
      connection().db.admin = () => ({
        ...admin,
        command: async () => ({}),
        serverInfo: async () => {
          asked.push('serverInfo');
          return { version: '5.0.1' };
        },
      });

      expect(await chosen({ n: 1 })).to.equal('PollingObserveDriver');
      expect(await chosen({ n: 2 })).to.equal('PollingObserveDriver');
      expect(asked).to.deep.equal(['serverInfo']);
      expect(connection()._changeStreamServerReasons).to.deep.equal([
        'Change Streams feature require MongoDB 6+ (current 5.0.1)',
      ]);
    });

    it('is another when the server stands alone', async () => {
      await start({ reactivity: ['changeStreams', 'polling'] });
      const admin = connection().db.admin();
      connection().db.admin = () => ({
        ...admin,
        command: async () => ({ ismaster: true }),
        serverInfo: async () => ({ version: '7.0.0' }),
      });

      expect(await chosen()).to.equal('PollingObserveDriver');
      expect(String(connection()._changeStreamServerReasons)).to.contain('replica set');
    });
  });
}

describe('a host with change streams', () => {
  it('cannot be older than 3.5', async () => {
    const error = await aMongo('3.4.1', 'changeStreams').catch((thrown: unknown) => thrown);

    expect(String(error)).to.contain('3.4.1 has no change streams');
  });
});
