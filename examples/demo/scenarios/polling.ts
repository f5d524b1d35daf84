import '../../todos/server/main';
import { check } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { Tasks } from '../../todos/imports/tasks/tasks';

/** Any few tasks: a limit without an order, which no driver but polling can follow. */
Meteor.publish('tasks.some', (listId: unknown) => {
  check(listId, String);
  return Tasks.find({ listId }, { limit: 20 });
});
