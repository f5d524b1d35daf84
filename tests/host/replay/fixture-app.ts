import type { MethodHandler, PublishHandler } from '../ddp/types';
import type { Host } from '../host';
import { fixtureMethods } from './fixture-methods';
import { fixturePublications, universalPublications } from './fixture-publications';
import type { Naming } from './naming';
import type { Recorder } from './recorder';

const ITEMS = [
  { _id: 'i1', g: 1, n: 1, a: 'a1', b: 'b1', both: 'x', owner: 'u1' },
  { _id: 'i2', g: 1, n: 2, a: 'a2', b: 'b2', both: 'y', owner: 'u2' },
  { _id: 'i3', g: 1, n: 3, a: 'a3', b: 'b3', both: 'z', owner: 'u1' },
  { _id: 'i4', g: 2, n: 4, owner: 'nobody' },
  { _id: 'i5', g: 3, n: 5 },
];
const OTHERS = [
  { _id: 'o1', v: 1 },
  { _id: 'o2', v: 2 },
];

export interface FixtureApp {
  /** Adds a universal publication, 'plain' or 'cursor'. */
  publishNull(kind: 'plain' | 'cursor'): void;
}

/** The app of the recordings: its collections, methods, publications and rules. */
export function defineFixture(host: Host, recorder: Recorder, naming: Naming): FixtureApp {
  const { Meteor, Mongo, DDPRateLimiter } = host;
  const items = new Mongo.Collection('fx_items');
  const others = new Mongo.Collection('fx_others');
  const needs = { Meteor, items, others };

  for (const [name, method] of Object.entries(fixtureMethods(needs))) {
    const watched = recorder.watch<MethodHandler>(`method handler ${name}`, method, {
      self: naming.invocation,
    });
    Meteor.methods({ [name]: watched });
  }
  for (const [name, publication] of Object.entries(fixturePublications(needs))) {
    Meteor.publish(name, watchedPublication(name, publication));
  }
  const anyConnection = { connectionId: () => true };
  DDPRateLimiter.addRule({ type: 'method', name: 'fx.limited', ...anyConnection }, 2, 10_000);
  DDPRateLimiter.addRule(
    { type: 'subscription', name: 'fx.limitedSub', ...anyConnection },
    1,
    10_000,
  );

  Meteor.onMessage(recorder.watch('onMessage hook', () => {}, { enterOnly: true }));
  Meteor.onConnection(
    recorder.watch(
      'onConnection hook',
      (connection) => {
        connection.onClose(recorder.watch('connection.onClose', () => {}, { enterOnly: true }));
      },
      { enterOnly: true },
    ),
  );

  function watchedPublication(name: string, publication: PublishHandler): PublishHandler {
    return recorder.watch(`publish handler ${name}`, publication, { self: naming.subscription });
  }

  return {
    publishNull(kind) {
      const publication = universalPublications(needs)[kind];
      Meteor.publish(null, watchedPublication('null', publication));
    },
  };
}

/** Puts the documents of the recordings into an empty database. */
export async function seed({ external }: Host): Promise<void> {
  for (const item of ITEMS) await external('insertOne', 'fx_items', [item]);
  for (const other of OTHERS) await external('insertOne', 'fx_others', [other]);
}
