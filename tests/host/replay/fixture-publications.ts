import type { PublishHandler } from '../ddp/types';
import { type FixtureNeeds, sleep } from './fixture-methods';

const LOW = 'fx_low';

/** The publications of the recorded app. Timers keep the environment, as in an app. */
export function fixturePublications({
  Meteor,
  items,
  others,
}: FixtureNeeds): Record<string, PublishHandler> {
  const theError = () => new Meteor.Error('fx-error', 'the reason', 'the details');
  const later = (ms: number, run: () => void) => {
    setTimeout(Meteor.bindEnvironment(run), ms);
  };

  return {
    'fx.group': (g: number) => items.find({ g }),
    'fx.two': (g: number) => [items.find({ g }), others.find({})],
    'fx.twoSame': () => [items.find({ g: 1 }), items.find({ g: 2 })],
    'fx.empty': () => [],
    'fx.bad': () => 'not a cursor',
    'fx.throws': () => {
      throw new Error('secret text');
    },
    'fx.asyncThrows': async () => {
      await sleep(2);
      throw theError();
    },
    'fx.error'() {
      this.added(LOW, 'e1', { v: 1 });
      this.error(new Meteor.Error('fx-error', 'the reason'));
    },
    'fx.stopByServer'() {
      this.added(LOW, 'x1', { v: 1 });
      this.ready();
      this.onStop(() => {});
      later(60, () => this.stop());
    },
    'fx.fieldsA': () => items.find({ g: 1 }, { fields: { a: 1, both: 1 } }),
    'fx.fieldsB': () => items.find({ g: 1 }, { fields: { b: 1, both: 1 } }),
    'fx.mine'() {
      return items.find({ owner: this.userId || 'nobody' });
    },
    'fx.top': (limit: number) => items.find({ g: 1 }, { sort: { n: 1 }, limit }),
    'fx.low'() {
      this.added(LOW, 'l1', { a: 1, b: { c: 2 } });
      this.added(LOW, 'l2', { a: 2 });
      this.ready();
      later(30, () => this.changed(LOW, 'l1', { a: 5, b: undefined }));
      later(60, () => this.changed(LOW, 'l1', { a: 5 }));
      later(90, () => this.removed(LOW, 'l2'));
      later(120, () => this.added(LOW, 'l3', { d: new Date(0) }));
      this.onStop(() => {});
    },
    'fx.lowSame'(id: string, fields: Record<string, unknown>) {
      this.added(LOW, id, fields);
      this.ready();
    },
    async 'fx.readyLater'(ms: number) {
      this.added(LOW, 'r1', { v: 1 });
      later(ms, () => {
        this.added(LOW, 'r2', { v: 2 });
        this.ready();
      });
    },
    'fx.asyncCursor': async (g: number, ms: number) => {
      await sleep(ms);
      return items.find({ g });
    },
    async 'fx.unblock'(ms: number) {
      this.unblock();
      await sleep(ms);
      this.ready();
    },
    'fx.limitedSub'() {
      this.ready();
    },
  };
}

/** The universal publications that a script can add. */
export function universalPublications({
  items,
}: Pick<FixtureNeeds, 'items'>): Record<'plain' | 'cursor', PublishHandler> {
  return {
    plain() {
      this.added(LOW, 'u1', { universal: true, userId: this.userId });
      this.ready();
    },
    cursor: () => items.find({ g: 3 }),
  };
}
