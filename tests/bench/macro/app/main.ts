/** The example app, and methods whose cost is known. */
import '../../../../examples/todos/server/main';
import { Meteor } from 'meteor/meteor';
import { Mongo } from 'meteor/mongo';
import { burn } from '../../../../examples/todos/imports/reports/burn';
import { sleep } from '../../../../examples/todos/imports/reports/sleep';
import { docsPerGroup, groups, spareMethods } from './sizes';

interface Thing {
  readonly _id: string;
  readonly group: number;
  readonly touched: number;
}

const Things = new Mongo.Collection<Thing>('bench.things');
const workMs = 5;

Meteor.methods({
  /** As little as a method can do. */
  'bench.echo': (value: unknown) => value,

  /** Waits for 5 ms, as for another server. */
  async 'bench.wait5'() {
    await sleep(workMs);
  },

  /** Computes for 5 ms. */
  'bench.cpu5': () => burn(workMs),

  /** Three operations on the database, one after the other. */
  async 'bench.db3'(group: number) {
    const one = await Things.findOneAsync({ group });
    const all = await Things.find({ group }).fetchAsync();
    await Things.updateAsync({ _id: `unwatched-${group}` }, { $set: { touched: all.length } });
    return one?._id;
  },

  /** A write that some subscribers see. */
  async 'bench.touch'(group: number) {
    await Things.updateAsync({ _id: `${group}-0` }, { $inc: { touched: 1 } });
  },

  /** Takes the time it is told to. */
  async 'bench.spread'(ms: number) {
    await sleep(ms);
  },
});

Meteor.methods(
  Object.fromEntries(
    Array.from({ length: spareMethods }, (_, index) => [
      `bench.spare${index}`,
      async (ms: number) => sleep(ms),
    ]),
  ),
);

Meteor.publish('bench.things', (group: number) => Things.find({ group }));

for (let index = 0; index < spareMethods; index++) {
  Meteor.publish(`bench.spare${index}`, async function (ms: number) {
    await sleep(ms);
    this.added('bench.spare', 'one', { ms });
    this.ready();
  });
}

Meteor.startup(async () => {
  for (let group = 0; group < groups; group++) {
    await Things.insertAsync({ _id: `unwatched-${group}`, group: -1, touched: 0 });
    for (let index = 0; index < docsPerGroup; index++) {
      await Things.insertAsync({ _id: `${group}-${index}`, group, touched: 0 });
    }
  }
});
