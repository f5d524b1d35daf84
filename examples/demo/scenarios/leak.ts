import '../../todos/server/main';
import { check } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { type Task, Tasks } from '../../todos/imports/tasks/tasks';

/** Shows the newest tasks of a list under a name of their own, and forgets to stop looking. */
Meteor.publish('tasks.newest', async function (listId: unknown) {
  check(listId, String);
  const newest = Tasks.find({ listId }, { sort: { createdAt: -1 }, limit: 3 });
  await newest.observeChanges({
    added: (id: string, fields: Partial<Task>) => this.added('newest', id, fields),
    removed: (id: string) => this.removed('newest', id),
  });
  this.ready();
});
