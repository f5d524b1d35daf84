import type { Host } from '../host/host';

interface Publisher {
  readonly userId: string | null;
  added(collection: string, id: string, fields: object): void;
  changed(collection: string, id: string, fields: object): void;
  removed(collection: string, id: string): void;
  ready(): void;
  stop(): void;
}

interface Invocation {
  unblock(): void;
  setUserId(id: string | null): Promise<void>;
}

/** An app that uses all of DDP and gives the same answers every time. */
export async function talkativeApp({ Meteor, Mongo }: Host): Promise<void> {
  const Things = new Mongo.Collection('things');
  for (const _id of ['a', 'b', 'c']) await Things.insertAsync({ _id, n: 0 } as never);
  let inserted = 0;
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  Meteor.methods({
    echo: (...args: unknown[]) => args,
    fails: async () => {
      throw new Meteor.Error('no-such-list', 'the reason', { detail: 1 });
    },
    crashes: () => {
      throw new Error('secret');
    },
    nested: async (n: number) => ({ inner: await Meteor.callAsync('echo', n) }),
    async unblocks(this: Invocation) {
      this.unblock();
      await wait(1);
      return 'unblocked';
    },
    waits: async (ms: number) => {
      await wait(ms);
      return ms;
    },
    insert: () => Things.insertAsync({ _id: `i${inserted++}`, n: inserted } as never),
    update: () => Things.updateAsync({ _id: 'a' }, { $inc: { n: 1 } }),
    remove: () => Things.removeAsync({ _id: `i${inserted - 1}` }),
    login(this: Invocation) {
      return this.setUserId('ada');
    },
    logout(this: Invocation) {
      return this.setUserId(null);
    },
  } as never);

  const publish = (name: string | null, handler: (this: Publisher) => unknown) =>
    Meteor.publish(name, handler as never);
  publish(null, function () {
    this.added('null', 'n', { user: this.userId });
    this.ready();
  });
  publish('low', function () {
    this.added('low', 'x', { n: 1, nested: { grün: true } });
    this.ready();
    this.changed('low', 'x', { n: 2 });
    this.removed('low', 'x');
  });
  publish('cursor', () => Things.find({ _id: { $in: ['a', 'b', 'c'] } }));
  publish('mine', function () {
    this.added('mine', String(this.userId), { n: 1 });
    this.ready();
  });
  publish('late', async function () {
    await wait(1);
    this.added('low', 'late', { n: 1 });
    this.ready();
  });
  publish('throws', () => {
    throw new Error('secret');
  });
  publish('stops', function () {
    this.stop();
  });
}
