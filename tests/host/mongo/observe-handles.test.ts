import { expect } from 'chai';
import type { HostVersion } from '../meteor/versions';
import { aMongo, aRecorder, until } from './fixture';
import { stores } from './stores';

const VERSIONS: HostVersion[] = ['3.0.4', '3.1.2', '3.3.2', '3.4.1', '3.5'];
const DRIVERS = ['polling', 'oplog'] as const;

for (const store of stores) {
  describe(`an observe handle, \${store.name}`, () => {
    async function aHandle(version: HostVersion) {
      const mongo = await aMongo(version, 'oplog', { store });
      const items = new mongo.Mongo.Collection('items');
      return { mongo, handle: await items.find().observeChanges(aRecorder().unordered()) };
    }

    it('has stop on its prototype up to 3.0 and of its own from 3.1', async () => {
      const old = await aHandle('3.0.4');
      const young = await aHandle('3.1.2');

      expect(Object.hasOwn(old.handle, 'stop')).to.equal(false);
      expect(Object.hasOwn(young.handle, 'stop')).to.equal(true);
      await old.mongo.close();
      await young.mongo.close();
    });
  });

  describe(`callbacks of observers, \${store.name}`, () => {
    async function startOf(version: HostVersion): Promise<string[]> {
      const mongo = await aMongo(version, 'oplog', { store });
      const items = new mongo.Mongo.Collection('items');
      const steps: string[] = [];
      await items.find().observeChanges({
        added: async (id: unknown) => {
          steps.push(`${id} starts`);
          await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
          steps.push(`${id} ends`);
        },
      });
      await items.insertAsync({ _id: 'a' });
      await items.insertAsync({ _id: 'b' });
      await until(() => steps.includes('b ends'));
      await mongo.close();
      return steps;
    }

    it('are awaited one after the other up to 3.0', async () => {
      expect(await startOf('3.0.4')).to.deep.equal(['a starts', 'a ends', 'b starts', 'b ends']);
    });

    it('are not awaited from 3.1', async () => {
      const mongo = await aMongo('3.1.2', 'oplog', { store });
      const items = new mongo.Mongo.Collection('items');
      const started: unknown[] = [];
      await items.find().observeChanges({
        added: (id: unknown) => {
          started.push(id);
          return new Promise(() => {});
        },
      });

      await items.insertAsync({ _id: 'a' });
      await items.insertAsync({ _id: 'b' });
      await until(() => started.length === 2);

      expect(started).to.deep.equal(['a', 'b']);
      await mongo.close();
    });
  });

  describe(`the facts of mongo-livedata, \${store.name}`, () => {
    for (const driver of DRIVERS) {
      it(`come back to zero when an observer by ${driver} has stopped`, async () => {
        const mongo = await aMongo('3.3.2', driver, { store });
        const facts: Record<string, number> = {};
        const incrementServerFact = (pkg: string, fact: string, increment: number) => {
          if (pkg === 'mongo-livedata') facts[fact] = (facts[fact] ?? 0) + increment;
        };
        mongo.Package['facts-base'] = { Facts: { incrementServerFact } };
        const items = new mongo.Mongo.Collection('items');

        const handle = await items.find({}).observeChanges(aRecorder().unordered());
        const running = { ...facts };
        await handle.stop();

        const names = ['observe-multiplexers', 'observe-handles', `observe-drivers-${driver}`];
        for (const name of names) {
          expect(running[name], name).to.equal(1);
          expect(facts[name], name).to.equal(0);
        }
        await mongo.close();
      });
    }
  });

  describe(`a handle that joins while changes are under way, \${store.name}`, () => {
    async function toldOn(version: HostVersion): Promise<unknown[][]> {
      const mongo = await aMongo(version, 'oplog', { store });
      const items = new mongo.Mongo.Collection('items');
      const { _multiplexer } = await items.find({}).observeChanges(aRecorder().unordered());
      const { told, unordered } = aRecorder();

      _multiplexer.added('a', { n: 1 });
      const joining = items.find({}).observeChanges(unordered());
      _multiplexer.added('b', { n: 2 });
      await joining;
      await new Promise<void>((resolve) => {
        _multiplexer.onFlush(resolve);
      });

      await mongo.close();
      return told;
    }

    const both = [
      ['added', 'a', { n: 1 }],
      ['added', 'b', { n: 2 }],
    ];

    for (const version of VERSIONS.filter((each) => each !== '3.5')) {
      it(`is told each document once on Meteor ${version}`, async () => {
        expect(await toldOn(version)).to.deep.equal(both);
      });
    }

    it('is told what came meanwhile twice on Meteor 3.5, whose cache knows it at once', async () => {
      expect(await toldOn('3.5')).to.deep.equal([...both, ['added', 'b', { n: 2 }]]);
    });
  });
}
