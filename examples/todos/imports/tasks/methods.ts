import { check } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { search } from './search';
import { Tasks } from './tasks';

export function defineTaskMethods(): void {
  Meteor.methods({
    async 'tasks.add'(listId: unknown, text: unknown) {
      check(listId, String);
      check(text, String);
      return Tasks.insertAsync({ listId, text, done: false, createdAt: new Date() });
    },

    async 'tasks.toggle'(taskId: unknown) {
      check(taskId, String);
      const task = await Tasks.findOneAsync(taskId);
      if (!task) throw new Meteor.Error('not-found', `There is no task ${taskId}`);
      await Tasks.updateAsync(taskId, { $set: { done: !task.done } });
      return !task.done;
    },

    async 'tasks.remove'(taskId: unknown) {
      check(taskId, String);
      return Tasks.removeAsync(taskId);
    },

    /** A slow read, as apps have them: everything is fetched, then ranked in JavaScript. */
    async 'tasks.search'(words: unknown) {
      check(words, String);
      return search(words, await Tasks.find({}).fetchAsync());
    },

    /** Fails in a way the client may know about. */
    async 'tasks.fail'() {
      throw new Meteor.Error('tasks-fail', 'This method always fails');
    },

    /** Fails by a bug: the client sees an internal server error. */
    async 'tasks.crash'() {
      throw new Error('This method always crashes');
    },

    /** Answers a few times per second and connection; see limits.ts. */
    'tasks.limited'() {
      return 'within the limit';
    },
  });
}
