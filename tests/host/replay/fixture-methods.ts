import type { MethodHandler } from '../ddp/types';
import type { Meteor } from '../meteor/meteor';
import type { Collection } from '../mongo/collection';

export interface FixtureNeeds {
  readonly Meteor: Meteor;
  readonly items: Collection;
  readonly others: Collection;
}

type Document = Record<string, unknown>;

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The methods of the recorded app. */
export function fixtureMethods({ Meteor, items }: FixtureNeeds): Record<string, MethodHandler> {
  const theError = () => new Meteor.Error('fx-error', 'the reason', 'the details');

  return {
    'fx.ok': (...args: unknown[]) => ({ ok: true, n: args.length }),
    'fx.async': async (...args: unknown[]) => {
      await sleep(5);
      return { ok: true, n: args.length };
    },
    'fx.void': () => undefined,
    'fx.echo': (...args: unknown[]) => args,
    'fx.count': (...args: unknown[]) => args.length,
    'fx.types': (...args: unknown[]) => args.map(typeOf),
    'fx.meteorError': async () => {
      throw theError();
    },
    'fx.throws': async () => {
      throw new Error('secret text');
    },
    'fx.throwsSync': () => {
      throw new Error('secret text');
    },
    'fx.clientSafe': async () => {
      const sanitizedError = new Meteor.Error('safe', 'safe reason');
      throw Object.assign(new Error('secret text'), { sanitizedError });
    },
    'fx.slow': async (ms: number) => {
      await sleep(ms);
      return ms;
    },
    async 'fx.slowUnblock'(ms: number) {
      this.unblock();
      await sleep(ms);
      return ms;
    },
    async 'fx.lateUnblock'(before: number, after: number) {
      await sleep(before);
      this.unblock();
      await sleep(after);
      return before + after;
    },
    async 'fx.inner'(x: unknown) {
      await sleep(1);
      const { userId, isSimulation } = this;
      return { inner: x, userId, hasConnection: Boolean(this.connection), isSimulation };
    },
    'fx.nested': async (x: unknown) => ({ outer: await Meteor.callAsync('fx.inner', x) }),
    'fx.nestedThrows': async () => await Meteor.callAsync('fx.meteorError'),
    'fx.insert': async (doc: Document) => await items.insertAsync(doc),
    'fx.update': async (selector: Document, modifier: Document) =>
      await items.updateAsync(selector, modifier),
    'fx.upsert': async (selector: Document, modifier: Document) =>
      await items.upsertAsync(selector, modifier),
    'fx.remove': async (selector: Document) => await items.removeAsync(selector),
    'fx.many': async (g: number, n: number) => {
      for (let i = 0; i < n; i++) await items.insertAsync({ _id: `many-${g}-${i}`, g, n: i });
      return n;
    },
    async 'fx.insertUnblocked'(doc: Document) {
      this.unblock();
      return await items.insertAsync(doc);
    },
    'fx.limited': () => 'within limit',
    async 'fx.login'(id: string) {
      await this.setUserId(id);
      return this.userId;
    },
  };
}

function typeOf(value: unknown): string {
  const type = Object.prototype.toString.call(value);
  return value instanceof Date ? `${type} date` : type;
}
