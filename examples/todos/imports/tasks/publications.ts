import { check } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { Tasks } from './tasks';

export function defineTaskPublications(): void {
  Meteor.publish('tasks.byList', (listId: unknown) => {
    check(listId, String);
    return Tasks.find({ listId });
  });

  /** Heavy: every task there is. */
  Meteor.publish('tasks.everything', () => Tasks.find({}));

  /** Low-level: one document that is kept up to date. */
  Meteor.publish('tasks.counts', async function () {
    let total = 0;
    let live = false;
    const recount = (by: number) => {
      total += by;
      if (live) this.changed('counts', 'tasks', { total });
    };

    const handle = await Tasks.find({}, { fields: { _id: 1 } }).observeChanges({
      added: () => recount(1),
      removed: () => recount(-1),
    });
    this.onStop(() => handle.stop());

    live = true;
    this.added('counts', 'tasks', { total });
    this.ready();
  });

  /** Fails, as a publication with a bug does. */
  Meteor.publish('tasks.broken', () => {
    throw new Meteor.Error('tasks-broken', 'This publication always fails');
  });
}
