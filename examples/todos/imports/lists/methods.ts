import { check } from 'meteor/check';
import { Meteor } from 'meteor/meteor';
import { Tasks } from '../tasks/tasks';
import { Lists } from './lists';

export function defineListMethods(): void {
  Meteor.methods({
    async 'lists.create'(title: unknown) {
      check(title, String);
      return Lists.insertAsync({
        title,
        createdAt: new Date(),
        ...(this.userId ? { owner: this.userId } : {}),
      });
    },

    async 'lists.rename'(listId: unknown, title: unknown) {
      check(listId, String);
      check(title, String);
      const renamed = await Lists.updateAsync(listId, { $set: { title } });
      if (renamed === 0) throw new Meteor.Error('not-found', `There is no list ${listId}`);
    },

    /** Removes a list and its tasks. */
    async 'lists.remove'(listId: unknown) {
      check(listId, String);
      await Tasks.removeAsync({ listId });
      return Lists.removeAsync(listId);
    },

    async 'lists.count'(listId: unknown) {
      check(listId, String);
      const total = await Tasks.find({ listId }).countAsync();
      const open = await Tasks.find({ listId, done: false }).countAsync();
      return { total, open };
    },

    /** Calls another method on the server. */
    async 'lists.summary'(listId: unknown) {
      check(listId, String);
      const list = await Lists.findOneAsync(listId);
      if (!list) throw new Meteor.Error('not-found', `There is no list ${listId}`);
      const { total, open } = await Meteor.callAsync('lists.count', listId);
      return `${list.title}: ${open} of ${total} open`;
    },
  });
}
